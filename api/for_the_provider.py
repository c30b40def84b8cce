"""What the other party is shown: a contract's status without what our side makes of it, and its obligations by what it
was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.seen import seen_view
from api.sight import Sight
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.results_given import not_given
from ledger.subjects.performance.register import Assessment
from ledger.telling import told_again
from projections.answering.withholding import marks_of
from projections.duties.owed import procedure_for
from projections.obligations import Obligation, Obligations, obligations
from projections.procedure.kept_facts import KeptFacts
from projections.status.status_facts import Counts, WholeStatus
from projections.status.tier_facts import TierFacts
from projections.view import FileView

UNASSESSED: Mapping[str, Any] = {
    "significant": None, "significant_by": (), "assessed_at": None, "never_briefed": False,
}  # fmt: skip
"""An issue as the other party is shown it: not how significant our side thinks it, nor that nobody above was told."""


def for_the_provider(facts: WholeStatus) -> WholeStatus:
    """A status as the other party is shown it: the facts, not what our side makes of them."""
    untold = {"valid": None, "defects": (), "purported": False}
    notices = tuple(notice.model_copy(update=untold) for notice in facts.notices)
    issues = tuple(issue.model_copy(update=UNASSESSED) for issue in facts.issues)
    counts = Counts(entries=facts.counts.entries)
    remedies = facts.remedies.model_copy(update={"points": None})
    update = {
        "notices": notices, "issues": issues, "counts": counts, "purported": (), "unvaried": (), "proposals": (),
        "varied": (), "bound": (), "missed": (),
        "outside": None, "scope_unknown": None,
        "remedies": remedies,
        "tiers": TierFacts(), "kept": KeptFacts(),
    }  # fmt: skip
    return facts.model_copy(update=update)


def obligations_as_told(whole: FileView, now: ContractFile, sight: Sight, on: date) -> Obligations:
    """Return the obligations that rest on the contract as the other party knows them: by what it may see of the file,
    and by what it was told without seeing the entry (TVP-1.0-1; docs/adr/0352). No entry is named that it does not see.

    `now`: the file as it is now, whose marks count, whatever time is asked about (api/sight.py).
    """
    told = seen_view(whole, sight, _told(whole, now, sight))
    found = obligations(told, on, our_side=False)
    return found.model_copy(update={"obligations": tuple(_by_what_is_seen(one, sight) for one in found.obligations)})


def _by_what_is_seen(one: Obligation, sight: Sight) -> Obligation:
    return one.model_copy(update={"entries": tuple(at for at in one.entries if sight.tells(at))})


def _told(whole: FileView, now: ContractFile, sight: Sight) -> Iterator[Recorded]:
    """The results that were given to it, and the re-openings of issues that it was told of, where it does not see them.

    Not one that is by now under a mark of its own, or was told by what is; nor a result that is another since.
    """
    file = whole.file
    otherwise = {assessed.position for assessed, _ in not_given(file)}
    found = [
        (assessed.position, at) for assessed in file.performance.assessments.values()
        if assessed.position not in otherwise and (result := file.at(assessed.position)) is not None
        for at in _given_by(assessed, result)
    ]  # fmt: skip
    for issue in file.issues.by_id.values():
        for back, position in issue.reopened:
            if (again := told_again(file, issue.id, procedure_for(whole, issue), back)) is not None:
                found.append((position, again[2]))
    for position in dict.fromkeys(told for told, by in found if all(_is_open(now, at) for at in (told, by))):
        if (recorded := file.at(position)) is not None and not sight.sees(recorded):
            yield recorded


def _given_by(assessed: Assessment, result: Recorded) -> Iterator[int]:
    """The entries by which a result was given as it stands: the last, and each after it was corrected."""
    last = max(position for _, position in assessed.shared)
    return (at for _, at in assessed.shared if at == last or (result.corrected_at or 0) < at)


def _is_open(now: ContractFile, position: int) -> bool:
    """Whether an entry is internal, as most are, or shared, and under no other mark."""
    if (recorded := now.first_recorded(position)) is None:
        return False
    marks = marks_of(now, recorded)
    return marks.protection == "open" and marks.audience in ("internal", "shared")
