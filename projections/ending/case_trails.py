"""What the trails of the failings a case rests on lack, and what of it the case admits (HCC-9.4-b, docs/adr/0281)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from ledger.subjects.termination import LinkOfTrail, TerminationCaseRecorded
from ledger.subjects.termination.steps import Case
from projections.ending.findings import Question
from projections.failings.failings import failings
from projections.failings.trail import TITLES, CaseToRecord, LinkMissing

LINKS: tuple[LinkOfTrail, ...] = get_args(LinkOfTrail)
OF_THE_FORMAL_ROUTE: frozenset[LinkOfTrail] = frozenset(("answer", "notice", "time", "result"))
"""What is not asked of a failing that is a fundamental breach: no time is given to put it right (HCC-9.3-d)."""


@dataclass(frozen=True, slots=True)
class Admissions:
    """What a case admits to be missing."""

    links: frozenset[tuple[str | None, LinkOfTrail]]
    """(issue, link); an issue of None: of every failing it rests on."""
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
    words = (one for one in said if isinstance(one, str))
    return Admissions(frozenset(named for one in words for named in _named(one)), None in said)


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
    for failing in failings(replace(asked.view, file=asked.file, procedure=asked.procedure), issues) if issues else ():
        breach = asked.file.default_process.fundamental_breach(asked.day, (failing.issue,))
        state = {link.name: link.state for link in failing.links}
        found += [
            LinkMissing(issue=failing.issue, link=link, title=TITLES[link]) for link in LINKS
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


def _words(either: str) -> re.Pattern[str]:
    return re.compile(rf"\b({either})\b", re.IGNORECASE)


_NAMED_BY: Mapping[LinkOfTrail, re.Pattern[str]] = {
    "standard": _words(r"standards?|specifications?"),
    "told": _words(r"told|tell|telling|informed|notified|contact\w*"),
    "answer": _words(r"(un)?answer\w*|repl(y|ies|ied)|respon(ds?|ded|ses?)|plans?|actions?"),
    "check": _words(r"check\w*|looked at|next met|meetings?|minute\w*"),
    "notice": _words(r"notices?"),
    "time": _words(r"(?<!in )(?<!on )(?<!at the )time|deadlines?|periods?"),
    "result": _words(r"results?|assess\w*|outcomes?"),
}
"""By which words a gap names a link of a trail."""
_FACT = _words(r"evidence|proof|prov(es?|ed|en)|shows?|shown|what happened|record\w*|logs?|photo\w*")
"""By which it names what happened and what shows it, where it names no other link: else it is evidence of that."""
_NOT = _words(r"no|not(?!-| met)|none|nor|neither|never|nobody|nothing|without|cannot|\w+n['’]t|unanswered|unrecorded")
"""By which it says that something is not so; the id of a notice, NOT-001, and a standard that was not met do not."""
_LACKING = _words(r"missing|lack\w*|absent|absence|lost")
_ISSUES = re.compile(r"(\bISS-[0-9]{3,}\b(?:(?:[\s,&/]|and\b|or\b|nor\b)+ISS-[0-9]{3,}\b)*)", re.IGNORECASE)
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
    """The links of which words say that they are lacking: nothing is where none is said to be lacking or absent."""
    if bool(_NOT.search(words)) == bool(_LACKING.search(words)):
        return set()
    return {link for link, by in _NAMED_BY.items() if by.search(words)} or ({"fact"} if _FACT.search(words) else set())
