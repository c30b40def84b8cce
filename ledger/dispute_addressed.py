"""Whom a notice of dispute is addressed to: the provider's contract manager and whoever stands above (TVP-5.2-2b)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.names import is_part_of, title_key
from ledger.offices import is_the_provider
from ledger.titles import parts_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Addressee, NoticeServed


MANAGER, ESCALATION_CONTACT, LINE_MANAGER = (
    "provider-contract-manager", "provider-escalation-contact", "provider-line-manager",
)  # fmt: skip


def not_addressed(file: ContractFile, notice: NoticeServed) -> str | None:
    """Return whom of the provider's people a notice of dispute did not go to, None where it went to both (TVP-5.2-2b).

    To its contract manager and its contact for escalation; where no such contact is named, to the line manager. Where
    the file names people in one of these offices that day, it is they whom it goes to, and nobody else marked so.
    """
    day = notice.happened_on
    lacking = []
    if not _went_to(file, notice, MANAGER):
        lacking.append(_called(file, notice, MANAGER, "the provider's contract manager"))
    named = file.people.in_office(ESCALATION_CONTACT, day)
    if not _went_to(file, notice, ESCALATION_CONTACT) and (named or not _went_to(file, notice, LINE_MANAGER)):
        who = _called(file, notice, ESCALATION_CONTACT, "its escalation contact")
        if not named:
            line = _called(file, notice, LINE_MANAGER, "the contract manager's line manager")
            who = f"{who}, or {line} where none is named"
        lacking.append(who)
    return f"it did not go to {' nor to '.join(lacking)}" if lacking else None


def _called(file: ContractFile, notice: NoticeServed, office: str, title: str) -> str:
    """An office of the provider's with whom the file names in it, and who stands in the letter in their place."""
    day = notice.happened_on
    there = [term.person for term in file.people.in_office(office, day)]
    instead = [to.person for to in notice.recipients if to.person and there and _is_marked(file, to, office, day)]
    called = f"{title}, {there[-1]}" if there else title
    return f"{called} (as such it names {', '.join(instead)})" if instead else called


def _went_to(file: ContractFile, notice: NoticeServed, office: str) -> bool:
    return any(_is_addressed(file, to, office, notice.happened_on) for to in notice.recipients)


def _is_addressed(file: ContractFile, to: Addressee, office: str, day: date) -> bool:
    """Whether a letter to the provider is for an office of the provider's: for whom the file has in it, or marked so
    and for nobody else."""
    person = to.person and parts_of(to.person)[0]
    if person and file.people.holds(office, person, day, to.office) is not None:
        return True
    if not _is_marked(file, to, office, day):
        return False
    there = [term.person for term in file.people.in_office(office, day)]
    return (
        not person
        or not there
        or is_the_provider(file, person)
        or _names(file, person, office, day)
        or any(is_part_of(person, one) for one in there)
    )


def _is_marked(file: ContractFile, to: Addressee, office: str, day: date) -> bool:
    """Whether a letter is marked for an office of the provider's, in the place of a name or after one."""
    person = to.person and parts_of(to.person)[0]
    if person and any(not held.startswith("provider-") for held in file.people.offices_of(person, day)):
        return False  # one of the authority's own, whatever title stands beside the name
    marked = [part for text in (to.office, to.person) if text for part in (text, *parts_of(text))]
    return any(_names(file, part, office, day) for part in marked)


def _names(file: ContractFile, part: str, office: str, day: date) -> bool:
    """Whether words are a title of an office of the provider's."""
    if (procedure := file.bound_to(day)) is None:
        return title_key(part) in {title_key(office), title_key(office.removeprefix("provider-"))}
    named = procedure.office_called(f"Provider's {title_key(part)}") or procedure.office_called(part)
    return named is not None and named.id == office
