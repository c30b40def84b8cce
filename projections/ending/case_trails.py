"""What the trails of the failings a case rests on lack, and what of it the case admits (HCC-9.4-b, docs/adr/0281)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from ledger.subjects.termination import LinkOfTrail, TerminationCaseRecorded
from ledger.subjects.termination.steps import Case
from projections.ending.findings import Question
from projections.failings.failings import states_of_links
from projections.failings.trail import TITLES, CaseToRecord, LinkMissing

LINKS: tuple[LinkOfTrail, ...] = get_args(LinkOfTrail)
OF_THE_FORMAL_ROUTE: frozenset[LinkOfTrail] = frozenset(("answer", "notice", "time", "result"))
"""What is not asked of a failing that is a fundamental breach: no time is given to put it right (HCC-9.3-d)."""


@dataclass(frozen=True, slots=True)
class Admissions:
    """What a case admits to be missing."""

    links: frozenset[tuple[str | None, LinkOfTrail]]
    """(issue, link); an issue of None: of every failing it rests on."""
    in_words: bool = False
    """Whether they were read from words."""
    unread: bool = False
    """Whether some of its words, by which it may admit more, cannot be read: they were erased, or are withheld."""

    def names(self, missing: LinkMissing) -> bool:
        """Return whether it admits that this is missing."""
        return not self.links.isdisjoint(((missing.issue, missing.link), (None, missing.link)))


def admissions(asked: Question, case: Case) -> Admissions:
    """Return what a case admits to be missing: by issue and link, else what the words of its gaps say of links."""
    entry = _entry(asked, case)
    if entry is None or entry.gaps_admitted:
        return Admissions(_by_link(entry))
    said = [asked.view.open(text) for text in entry.gaps_acknowledged]
    words = [one for one in said if isinstance(one, str)]
    return Admissions(frozenset(named for one in words for named in _named(one)), bool(words), None in said)


def to_record(asked: Question, case: Case | None, lacking: Sequence[LinkMissing]) -> CaseToRecord | None:
    """Return the case that, recorded next, admits by issue and link all that is lacking: what the words of the case
    on file admit, too, for they are not read beside such gaps. None where nothing is lacking."""
    there = Admissions(_by_link(_entry(asked, case) if case else None))
    gaps = tuple(link for link in lacking if not there.names(link))
    return CaseToRecord(goes_on_from=case.position if case else None, gaps=gaps) if gaps else None


def _entry(asked: Question, case: Case) -> TerminationCaseRecorded | None:
    recorded = asked.file.at(case.position)
    return recorded.entry if recorded and isinstance(recorded.entry, TerminationCaseRecorded) else None


def _by_link(entry: TerminationCaseRecorded | None) -> frozenset[tuple[str | None, LinkOfTrail]]:
    return frozenset((gap.issue, gap.link) for gap in entry.gaps_admitted) if entry else frozenset()


def missing(asked: Question) -> list[LinkMissing]:
    """Return the links missing from the trails of the failings the case rests on; none where no failure is alleged.

    By the trails as the file asked about shows them, that is on the day of the act.
    """
    issues = [issue.id for issue in asked.failings()] if asked.for_failure else []
    found = []
    for issue, state in states_of_links(asked.view.as_stood(asked.file, asked.procedure), issues) if issues else ():
        breach = asked.file.default_process.fundamental_breach(asked.day, (issue,))
        found += [
            LinkMissing(issue=issue, link=link, title=TITLES[link]) for link in LINKS
            if state[link] == "missing" and not (breach and link in OF_THE_FORMAL_ROUTE)
        ]  # fmt: skip
    return found


def by_issue(links: list[LinkMissing]) -> str:
    """Return missing links in words: ISS-001 (Provider told; Result); ISS-002 (Result)."""
    titles: dict[str, list[str]] = {}
    for link in links:
        titles.setdefault(link.issue, []).append(link.title)
    return "; ".join(f"{issue} ({'; '.join(of)})" for issue, of in titles.items())


# --- the words of cases that name no gap by its issue and link --------------------------------------------------------


def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(said, re.IGNORECASE)


_BY_LINK: Mapping[LinkOfTrail, str] = {
    "standard": r"standards?|specifications?",
    "told": r"told|tell|telling|informed|notified|contact\w*",
    "answer": r"answer\w*|repl(?:y|ies|ied)|respon(?:ds?|ded|ses?)|plans?|actions?",
    "check": r"check\w*|looked at|next met|meetings?|minute\w*",
    "notice": r"notices?",
    "time": r"(?<!in )(?<!on )(?<!at the )time|deadlines?|periods?",
    "result": r"results?|assess\w*|outcomes?",
    "fact": r"evidence|proof|prov(?:es?|ed|en)|shows?|shown|what happened|record\w*|logs?|photo\w*",
}
"""By which words a gap names a link of a trail."""
_LINK = rf"\b(?:{'|'.join(f'(?P<{link}>{words})' for link, words in _BY_LINK.items())})\b"
_NOT = r"\b(?:no|not(?!-| met)|none|nor|neither|never|nobody|nothing|without|cannot|\w+n['’]t)\b"
"""By which it says that something is not so; the id of a notice, NOT-001, and a standard that was not met do not."""
_LACKING = r"\b(?:missing|lack\w*|absent|absence|lost)\b"
_NOT_THERE = (
    rf"{_NOT} (?:yet |been )*(?:on (?:the )?file|there|kept|recorded|given|received|made|found|written|served)\b"
)
_LITTLE = r"any|an?|the|of|one|single|written|formal|clear|further|yet|ever|it|provider(?:['’]s)?|was|were|been|being"
_LATE = r"\b(?:until|[io]n time)\b"
_AFTER_ITS_NAME = _pattern(rf"{_LINK}.{{0,100}}(?:{_LACKING}|{_NOT_THERE})")
_BEFORE_ITS_NAME = _pattern(rf"(?:{_NOT}|{_LACKING}):?(?: (?:{_LITTLE})){{0,3}} {_LINK}")
_NAME, _NEGATED, _LACKS, _IN_TIME = map(_pattern, (_LINK, _NOT, _LACKING, _LATE))
_PLAINLY = (
    (_pattern("what happened, and what shows it,?"), "what happened"),
    (_pattern("unanswered"), "not answered"),
    (_pattern("unrecorded"), "not recorded"),
)
_ISSUES = re.compile(r"(\bISS-[0-9]{3,}\b(?:(?:[\s,&/]|and\b|or\b|nor\b)+ISS-[0-9]{3,}\b)*)", re.IGNORECASE)
_PARTS = _pattern(r",|\b(?:and|but|because|though|although|while)\b")
_ISSUE = re.compile(r"ISS-[0-9]+")


def _named(words: str) -> Iterator[tuple[str | None, LinkOfTrail]]:
    """What the words of a gap admit. What follows an issue is of that, up to the next: or what stands before each,
    where they begin with that."""
    of: tuple[str | None, ...] = (None,)
    for sentence in re.split(r"[.;\n]", words):
        first, *rest = _ISSUES.split(sentence)
        named, said = rest[::2], [first, *rest[1::2]]
        if not named:
            yield from ((issue, link) for issue in of for link in _links(first))
            continue
        before = bool(_links(first))
        for number, issues in enumerate(named):
            of = tuple(_ISSUE.findall(issues.upper()))
            about = said[number if before else number + 1]
            yield from ((issue, link) for issue in of for link in _links(about))


def _links(words: str) -> set[LinkOfTrail]:
    """The links of which words say, in so many words, that they are lacking; at most one in each part of a sentence."""
    words = " ".join(words.split())
    for said, plainly in _PLAINLY:
        words = said.sub(plainly, words)
    return {link for part in _PARTS.split(words) if (link := _link(part))}


def _link(part: str) -> LinkOfTrail | None:
    """None where it cannot be told: it says both that something is not and that it is lacking, or how late it came, or
    may mean one of several links."""
    if bool(_NEGATED.search(part)) == bool(_LACKS.search(part)) or _IN_TIME.search(part):
        return None
    after, before = _AFTER_ITS_NAME.search(part), _BEFORE_ITS_NAME.search(part)
    if after is None and before is None:
        return None
    if after is None and before and not before["fact"]:
        return next(link for link in LINKS if before[link])
    # Evidence, or a record, of another link is that.
    named = {link for found in _NAME.finditer(part) for link in LINKS if found[link]} - {"fact"}
    return "fact" if not named else named.pop() if len(named) == 1 else None
