"""What was agreed for one contract in place of the procedure: rules not asked, other numbers; by whom, and why.

TVP-4.0-1. A pure function of the file as its reader sees it, and of a day. What the office that owns the procedure did
not agree to has no effect (ledger/governing.py), and is not among it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import kinds
from ledger.arranged import in_force
from ledger.entry import Frozen
from ledger.subjects.records import AlternativeArrangementAgreed
from projections.procedure.setting_words import setting_in_words
from projections.view import FileView


class ManagedOtherwise(Frozen):
    """One arrangement in force."""

    id: str
    position: int
    since: date
    until: date | None
    by: str
    """Who agreed to it for the authority, with their office."""
    agreed_with: str | None
    """Who agreed to it at the provider."""
    arrangement: str
    """What is done instead."""
    reason: str | None
    """Why; None where that is not said."""
    rules: tuple[tuple[str, str], ...]
    """(id, sentence) of each rule that is not asked."""
    settings: tuple[tuple[str, str], ...]
    """(what it is for, the number that applies with its unit), in words, of each number of its own."""
    offices: tuple[tuple[str, str], ...]
    """(id, title) of each office that nobody is asked to be in."""
    meetings: tuple[tuple[str, str], ...]
    """(kind of meeting, how many a year), in words, of each kind of which another number is asked for, or none."""


def managed_otherwise(view: FileView, on: date) -> tuple[ManagedOtherwise, ...]:
    """Return the arrangements in force on a day, in order of their beginning. Pure."""
    return tuple(_in_words(view, on))


def _in_words(view: FileView, on: date) -> Iterator[ManagedOtherwise]:
    procedure = view.procedure_on(on)
    units = {row.id: row.unit.replace("-", " ") for row in procedure.settings}
    titles = {kind.id: kind.title for kind in procedure.meetings}
    sentences = {rule.id: rule.sentence for rule in kinds.RULES}
    for held in in_force(view.file, on, procedure):
        recorded = view.file.at(held.position)
        agreed = recorded.entry if recorded else None
        if isinstance(agreed, AlternativeArrangementAgreed):
            yield ManagedOtherwise(
                id=held.id, position=held.position, since=held.since, until=held.until,
                by=procedure.person_in_office(held.by),
                agreed_with=procedure.person_in_office(agreed.agreed_with) if agreed.agreed_with else None,
                arrangement=view.say(agreed.arrangement), reason=view.say(agreed.reason) or None,
                rules=tuple((rule, sentences.get(rule, rule)) for rule in held.rules),
                settings=tuple(
                    (setting_in_words(name), f"{value} {units.get(name, '')}".rstrip()) for name, value in held.settings
                ),
                offices=tuple((office, procedure.office_title(office)) for office in held.offices),
                meetings=tuple(
                    (titles.get(name, name), f"{a_year} a year" if a_year else "none") for name, a_year in held.meetings
                ),
            )  # fmt: skip
