"""Whether a procedure's file is one that this program can keep: everything that is wrong with it, each by line.

What is wrong within the file is found by reading it (ledger/procedures). Here is added what only the program knows: its
rules, its settings with the unit each is counted in, the 21 conditions, the kinds of meeting there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from ledger import kinds
from ledger.procedures import Procedure, ProcedureError, procedures, read, shipped
from ledger.procedures.folder import FOLDER, LAWS, own, own_folder
from ledger.procedures.laws import Law, read_law
from ledger.procedures.laws import law as packaged_law
from ledger.procedures.reading import read_through
from ledger.procedures.rows import RuleSetting, Setting
from ledger.procedures.wrong import Disagreement, Wrong
from ledger.subjects.meetings import KindOfMeeting

CONDITIONS = tuple(f"TC-{number:02}" for number in range(1, 22))
"""The conditions before an early end that every procedure says something of, if only that one does not apply."""

DECIDES, DECIDED = "TC-20", "termination.decided-by-the-office-entitled"
"""The condition that says who decides to end a contract, and the rule that judges by it."""

TAKE_OUT = "take its [[rule]] row out"
GONE: Mapping[str, str] = {
    "variation.contentious-to-county-manager": (
        "guidance on a contentious revision may be sought, and nobody need (HCC-7.4-b); whether it "
        "was is shown with the contract's status, and what was recorded as departing from it stays as it was recorded"
    ),
}
"""Rules that procedures could have a row for once, and why there is nothing to say of them any more."""


def check(text: str) -> tuple[Procedure | None, tuple[Wrong, ...]]:
    """Return the procedure a TOML text describes as far as it can be read; and everything wrong with it, by line.

    It can be used only where nothing is wrong.
    """
    through = read_through(text)
    return through.read, through.further(_unknown_here(through.read) if through.read else ())


def remarks(procedure: Procedure) -> tuple[str, ...]:
    """Return what can be kept and may not be what was meant: another office named for who decides to end a contract
    than decisions are judged by (TC-20). Those of the rule may authorise a decision of others, and nothing else."""
    ratify, decide = (procedure.entitled(row) for row in (DECIDED, DECIDES))
    if not ratify or set(ratify) == set(decide):
        return ()
    judged = f"{DECIDES} names {', '.join(decide)}" if decide else f"{DECIDES} names nobody"
    why = f"{judged}, by which decisions are judged; to move who decides, name it there"
    return (f"rule {DECIDED} names {', '.join(ratify)}, and condition {why}",)


def check_law(text: str) -> tuple[Law | None, tuple[Wrong, ...]]:
    """Return the law a TOML text describes as far as it can be read; and everything wrong with it, by line."""
    through = read_law(text)
    return through.read, through.further(_unknown_in_law(through.read) if through.read else ())


def check_own_folder() -> list[str]:
    """Return everything wrong with the files of the authority's own folder, a sentence each; none where none is set."""
    folder = own_folder()
    if folder and not Path(folder).is_dir():
        return [f"{FOLDER}: there is no folder {folder}"]
    try:
        files = own(folder)
    except (OSError, UnicodeDecodeError) as error:
        return [f"{FOLDER}: {folder} cannot be read: {error}"]
    found = [f"{Path(folder) / file.name}: {wrong}" for file in files for wrong in check(file.text)[1]]
    try:
        procedures()
    except ProcedureError as error:  # two of one version, or one that takes the name of a packaged procedure
        found = found or [f"{FOLDER}: {error}"]
    return found


def settings_there_are() -> dict[str, str]:
    """Return every setting the program asks for, with the unit it is counted in."""
    return {row.id: row.unit for name in shipped() for row in read(name).settings}


def _unknown_here(procedure: Procedure) -> Iterator[Disagreement]:
    """What a file names that this program does not have, counts otherwise, or cannot do without."""
    yield from _rules(procedure.rules)
    if procedure.laws or procedure.in_force:
        key = "laws" if procedure.laws else "in-force"
        yield Disagreement(key, "", "which laws bind a contract is told by its procurement; leave it out")
    yield from _settings(procedure.settings, settings_there_are())
    for condition in procedure.conditions:
        if condition.id not in CONDITIONS:
            yield Disagreement("condition", condition.id, f"there are {CONDITIONS[0]} to {CONDITIONS[-1]}")
    said = {condition.id for condition in procedure.conditions}
    for missing in CONDITIONS:
        if missing not in said:
            yield Disagreement("condition", missing, "is missing; where it is not asked for, say applies = false")
    for meeting in procedure.meetings:
        if meeting.id not in get_args(KindOfMeeting):
            yield Disagreement(
                "meeting", meeting.id, f"is no kind of meeting; there are: {', '.join(get_args(KindOfMeeting))}"
            )


def _unknown_in_law(law: Law) -> Iterator[Disagreement]:
    """The same of a law: its numbers are those that the program asks the law for."""
    yield from _rules(law.rules)
    yield from _settings(law.settings, {row.id: row.unit for name in LAWS for row in packaged_law(name).settings})


def _rules(rows: Iterable[RuleSetting]) -> Iterator[Disagreement]:
    rules = {rule.id: rule for rule in kinds.RULES}
    for row in rows:
        rule = rules.get(row.id)
        if row.id in GONE:
            yield Disagreement("rule", row.id, f"is a rule no more: {GONE[row.id]}; {TAKE_OUT}")
        elif rule is None:
            yield Disagreement("rule", row.id, f"there is no such rule{_near(row.id, rules)}")
        elif rule.level == "contradiction":
            yield Disagreement("rule", row.id, f"what contradicts a file is refused by every procedure; {TAKE_OUT}")
        elif row.level == "authorise" and not (row.authorised_by or rule.authorised_by):
            yield Disagreement("rule", row.id, "names no office that may authorise it: give authorised_by")


def _settings(settings: Iterable[Setting], units: Mapping[str, str]) -> Iterator[Disagreement]:
    said = set()
    for setting in settings:
        said.add(setting.id)
        unit = units.get(setting.id)
        if unit is None:
            yield Disagreement("setting", setting.id, f"there is no such setting{_near(setting.id, units)}")
        elif setting.unit != unit:
            yield Disagreement("setting", setting.id, f"is counted in {unit}, not in {setting.unit}")
    for missing in sorted(units.keys() - said):
        yield Disagreement("setting", missing, "is missing, and nothing stands in its place")


def _near(name: str, there: Iterable[str]) -> str:
    near = get_close_matches(name, list(there), 1)
    return f"; perhaps {near[0]} is meant" if near else ""
