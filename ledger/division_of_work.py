"""Who does which part of the work, as the procedure divides it, and whether an act was done by whom it falls to.

Hampshire's appendix A divides the work between managers and contracts support staff (HCC-POL-d, HCC-11.1); what the
rows say is data (`[[work]]` of a procedure). Procedure looks at who did it, `by`, never at who recorded it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ledger.entry import own
from ledger.offices import in_office
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.entry import Actor, Entry
    from ledger.procedures import Procedure


CASE_STATED = "case-stated"
"""The part of the work by which the case for authority to buy is supplied; no kind of entry records it by itself."""
TENDERING_MANAGED = "tender-managed"
"""The part of the work by which tendering is managed; nor is this recorded by any."""


def falls_to(kind: str, procedure: Procedure) -> tuple[str, ...]:
    """Return the offices of which one does what a kind of entry records; none where the work is not divided."""
    offices = (office for part in procedure.work_of(kind.partition("/")[0]) for office in part.offices)
    return tuple(dict.fromkeys(offices))


def whose(file: ContractFile, kind: str, procedure: Procedure) -> str | None:
    """Return the office a part of the work falls to on this contract; None where the work is not divided.

    Of several the first that somebody is on file in, else the first: to the post of Service Manager no file appoints,
    and the lead officer is normally in it (HCC-4.1-b).
    """
    return held_by_one_of(file, falls_to(kind, procedure))


def held_by_one_of(file: ContractFile, offices: Sequence[str]) -> str | None:
    """Return of these offices the one a part of the work falls to on this contract, as `whose`; None of none."""
    return next((office for office in offices if file.people.holders(office)), offices[0] if offices else None)


def offices_stating_the_case(procedure: Procedure) -> tuple[str, ...]:
    """Return the offices that supply the facts, and the case, by which authority to buy is asked for (HCC-A4-a)."""
    return next((part.offices for part in procedure.work if part.id == CASE_STATED), ())


def offices_managing_tenders(procedure: Procedure) -> tuple[str, ...]:
    """Return the offices that manage the tendering as a whole (HCC-A7-a)."""
    return next((part.offices for part in procedure.work if part.id == TENDERING_MANAGED), ())


def by_another_office(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Find that an act was another office's than the work falls to; nothing where it is not said whose it was."""
    offices, by = _offices_of(entry, procedure), entry.by
    if not offices or by is None:
        return NOT_IN_POINT
    if in_office(file, by, offices, entry.happened_on, procedure):
        return None
    if by.office is None:
        return NOT_IN_POINT
    whose = procedure.one_of(offices)
    return f"it was done by {by.person} ({procedure.office_title(by.office)}) and falls to the {whose}"


def _offices_of(entry: Entry, procedure: Procedure) -> tuple[str, ...]:
    """Return the offices an act falls to: of filing a document those of its sort, such as the draft of a contract."""
    sort = own(entry, "document_kind")
    if sort is None:
        return falls_to(entry.kind, procedure)
    parts = (part for part in procedure.work_of(entry.kind.partition("/")[0]) if sort in part.documents)
    return tuple(dict.fromkeys(office for part in parts for office in part.offices))


def not_by_those_entitled(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Find that a decision is not shown to be that of an office it falls to."""
    offices = falls_to(entry.kind, procedure)
    told = by_another_office(file, entry, procedure)
    if offices and told == NOT_IN_POINT:
        return f"it is not said in what office it was decided; the decision is the {procedure.one_of(offices)}'s"
    return told


def partners_of(kind: str, procedure: Procedure) -> tuple[str, ...]:
    """Return the offices a part of the work is done together with; none where the procedure names none."""
    together = (office for part in procedure.work_of(kind.partition("/")[0]) for office in part.together_with)
    return tuple(dict.fromkeys(together))


def partners_missing(
    file: ContractFile, kind: str, took_part: Iterable[tuple[Actor | None, date]], procedure: Procedure
) -> list[str]:
    """Return, in words, the offices a part of the work is done together with of which nobody took part.

    `took_part`: who did, each with the day: in the office that is said, or in that the file has them in on that day.
    """
    there = tuple(took_part)
    return [
        procedure.office_title(office) for office in partners_of(kind, procedure)
        if not any(in_office(file, actor, (office,), day, procedure) for actor, day in there)
    ]  # fmt: skip


def not_shared(file: ContractFile, entry: Entry, took_part: Sequence[Actor | None], procedure: Procedure) -> str | None:
    """Return in words whose part in a piece of work is not said: of those it falls to, and of those it is done
    together with; None where nobody's is missing."""
    day = entry.happened_on
    missing = partners_missing(file, entry.kind, ((actor, day) for actor in took_part), procedure)
    offices = falls_to(entry.kind, procedure)
    if offices and not any(in_office(file, actor, offices, day, procedure) for actor in took_part):
        missing.insert(0, procedure.one_of(offices))
    return " and the ".join(missing) or None
