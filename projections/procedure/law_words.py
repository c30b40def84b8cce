"""A law laid over procedures, in words: since when it is in force, its numbers, its rules and what they are asked of.

Said as a procedure's rows are (procedure/procedure_words.py): a law is such rows, over whatever procedure there is.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.procedures import read
from ledger.procedures.laws import Law, laid_over
from projections.procedure.procedure_words import RuleInWords, SettingInWords, procedure_in_words


class InForce(Frozen):
    """A part of the law, and since when it is in force."""

    part: str
    since: date
    citation: str
    note: str


class LawInWords(Frozen):
    """A law in words."""

    id: str
    version: int
    title: str
    citation: str
    in_force: tuple[InForce, ...]
    settings: tuple[SettingInWords, ...]
    rules: tuple[RuleInWords, ...]


def law_in_words(law: Law) -> LawInWords:
    """Return a law in words. Pure."""
    over = procedure_in_words(laid_over(read("hampshire"), law))  # under a law's own rows it makes no difference which
    numbers, rules = {row.id for row in law.settings}, {row.id for row in law.rules}
    return LawInWords(
        id=law.id, version=law.version, title=law.title, citation=law.citation,
        in_force=tuple(
            InForce(part=row.id, since=row.since, citation=row.citation, note=row.note) for row in law.in_force
        ),
        settings=tuple(row for row in over.settings if row.id in numbers),
        rules=tuple(row for row in over.rules if row.id in rules),
    )  # fmt: skip
