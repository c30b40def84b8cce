"""What the trails of the failings a case rests on lack, and whether the case admits it (HCC-9.4-b, docs/adr/0273)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from ledger.entry import own
from ledger.subjects.termination.steps import Case
from projections.ending.findings import Question
from projections.failings.failings import failings
from projections.failings.trail import LinkName

OF_THE_FORMAL_ROUTE: frozenset[LinkName] = frozenset(("answer", "notice", "time", "result"))
"""What is not asked of a failing that is a fundamental breach: no time is given to put it right (HCC-9.3-d)."""
NAMED_BY: dict[LinkName, str] = {
    "standard": r"standard|specification",
    "fact": r"evidence|proof|shows?|shown|recorded|visits?",
    "told": r"told|telling|informed|notified",
    "answer": r"answer\w*|repl(y|ies|ied)|plans?|action",
    "check": r"check\w*|looked at|meetings?|minutes|minuted",
    "notice": r"notices?",
    "time": r"time|days|weeks|period",
    "result": r"results?|assess\w*|outcomes?|remedied|settled|put right",
}
"""By which words an admission names a link of a trail."""
ISSUE = re.compile(r"\bISS-[0-9]{3,}\b")


def admissions(asked: Question, case: Case) -> tuple[list[str], bool]:
    """Return the gaps a case admits that are links of a trail, in words, and whether some cannot be read here."""
    recorded = asked.file.at(case.position)
    held = (own(recorded.entry, "gaps_acknowledged") or ()) if recorded else ()
    said = [asked.view.open(text) for text in held]
    return [words for words in said if isinstance(words, str) and _links(words)], None in said


def _links(words: str) -> set[LinkName]:
    return {link for link, named in NAMED_BY.items() if re.search(rf"\b({named})\b", words, re.IGNORECASE)}


def not_admitted(asked: Question, admitted: Collection[str]) -> list[str]:
    """Return each failing relied on whose trail lacks links that no admission names, and which, in words.

    By the trails as the file asked about shows them; none where no failure is alleged. An admission that names issues
    is of those alone.
    """
    issues = [issue.id for issue in asked.relied_on()] if asked.for_failure else []
    found = []
    for failing in failings(replace(asked.view, file=asked.file, procedure=asked.procedure), issues) if issues else ():
        breach = asked.file.default_process.fundamental_breach(asked.day, (failing.issue,))
        let_be = set[LinkName]().union(
            OF_THE_FORMAL_ROUTE if breach else (),
            *(_links(words) for words in admitted if failing.issue in (ISSUE.findall(words) or (failing.issue,))),
        )
        lacking = [
            link.title for link in failing.links
            if link.state == "missing" and link.name in NAMED_BY and link.name not in let_be
        ]  # fmt: skip
        if lacking:
            found.append(f"{failing.issue} ({'; '.join(lacking)})")
    return found
