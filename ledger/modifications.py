"""Whether a change of a public contract may be made, and needs a notice first (Procurement Act 2023, s 74 to 76).

Pure functions of a file and the procedure with the Act's rows laid over it. A change is measured by what it does to the
value and to the term: each part from what stood before it takes effect, in percent of the value registered and of the
longest term on award. Changes that could reasonably have been made together are added together (section 75(4)): all
earlier ones, but for those an assessment says stand apart (`ModificationAssessed.separate_from`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from ledger.dates.calendar import DateWorking
from ledger.dates.working_days import dated
from ledger.entry import Money
from ledger.procurement_act import binds, estimated_value, is_special, longest_term, standstill
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.regulation import ModificationAssessed

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Size:
    """By how much a change moves the contract: its value in pence, and its end in days; 0 where it leaves it."""

    pence: int = 0
    days: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.pence + other.pence, self.days + other.days)


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """Whether a change needs a change notice, and why, or why not, in words."""

    needed: bool
    why: str
    rests_on: tuple[str, ...] = ()
    """The settings it goes by: those whose limit is passed, or that leaves the contract out. None where it goes by
    section 75(1) itself."""


def size_of(file: ContractFile, changes: Iterable[Any], day: date) -> Size:
    """Return by how much changes that take effect on a day move value and end, each from what stood before it."""
    pence = days = 0
    for change in changes:
        if change.term == "total-value":
            was = change.was or _stood(file, "total-value", day)
            pence += change.becomes.pence - was.pence if isinstance(was, Money) else 0
        elif change.term == "end-date":
            was = change.was or _stood(file, "end-date", day)
            days += (change.becomes - was).days if isinstance(was, date) else 0
    return Size(pence, days)


def _stood(file: ContractFile, term: Literal["total-value", "end-date"], day: date) -> object:
    value = file.value_of(term, day - DAY if day > date.min else day) or file.value_of(term, day)
    return value.value if value else None


def sizes_before(file: ContractFile, day: date, other_than: str | None, apart: Collection[str]) -> dict[str, Size]:
    """Return variation -> its size of those agreed before a day, but for one, and those that stand apart."""
    found: dict[str, Size] = {}
    for variation, made in file.variations.agreements():
        if made.on < day and made.variation != other_than and made.variation not in apart:
            found[made.variation] = size_of(file, variation.changes_of(made), made.since)
    return found


def change_test(
    file: ContractFile, procedure: Procedure, changes: Iterable[Any], day: date, variation: str | None
) -> ChangeTest:
    """Return whether a change agreed on a day needs a change notice before it is made (section 75)."""
    special = is_special(file, "defence-and-security", "private-utility")
    if special is None and not procedure.setting("act.change-light-touch"):
        special = is_special(file, "light-touch")
    if special:
        return ChangeTest(False, f"it is a {special} contract (section 75(6))", ("act.change-light-touch",))
    assessed = file.regulation.assessed.get(variation or "")
    if assessed is not None and assessed[2].ground == "corporate-restructuring":
        return ChangeTest(True, "the contract passes to another on corporate restructuring")
    own = size_of(file, changes, day)
    alone = over(file, procedure, own)
    if alone:
        return ChangeTest(True, f"it changes {' and '.join(alone.values())}", tuple(alone))
    apart = assessed[2].separate_from if assessed is not None else ()
    before = sizes_before(file, day, variation, apart)
    together = over(file, procedure, sum(before.values(), own)) if before and own != Size() else {}
    if together:
        return ChangeTest(
            True, f"with {', '.join(before)} it changes {' and '.join(together.values())}", tuple(together)
        )
    tests = (_of_value(file), "act.change-term-percent")
    return ChangeTest(False, "it changes value and term by no more than section 75(2) allows", tests)


def ground_fails(
    file: ContractFile, procedure: Procedure, assessed: ModificationAssessed, changes: Iterable[Any]
) -> str | None:
    """Return what of a change does not fit the ground it is said to rest on (section 74(3), (4), Schedule 8)."""
    size = size_of(file, changes, assessed.happened_on)
    by, moved = percent_of_value(file, size), percent_of_term(file, size)
    found = []
    if assessed.ground == "not-substantial":
        most = procedure.setting("act.substantial-term-percent")
        if moved is not None and abs(moved) > most:
            by_so_much = shown(moved, most)
            found.append(f"it changes the term by {by_so_much}% of the longest on award, and {most}% is the most")
        found += ["it materially changes the scope"] if assessed.scope_changes else []
        found += ["it changes the economic balance in the provider's favour"] if assessed.favours_provider else []
    elif assessed.ground == "below-threshold":
        before = sizes_before(file, assessed.happened_on, assessed.variation, assessed.separate_from)
        by = percent_of_value(file, sum(before.values(), size))
        allowed, added = change_percent(file, procedure), f", with {', '.join(before)}," if before else ""
        if by is not None and abs(by) > allowed:
            found.append(f"it changes the value{added} by {shown(by, allowed)}%, and {allowed}% is the most")
        found += ["it materially changes the scope"] if assessed.scope_changes else []
    elif assessed.ground in CAPPED and by is not None and by > (cap := procedure.setting("act.ground-cap")):
        found.append(f"it raises the value by {shown(by, cap)}%, and {cap}% is the most")
    return "; ".join(found) or None


CAPPED = ("unforeseeable", "known-risk", "additional")
"""The grounds of Schedule 8 that let the value rise by no more than a half."""


def over(file: ContractFile, procedure: Procedure, size: Size) -> dict[str, str]:
    """Return what of a change is over the tests of section 75(2): the setting of a test -> by how much, in words."""
    found = {}
    allowed = change_percent(file, procedure)
    by = percent_of_value(file, size)
    if by is not None and abs(by) > allowed:
        said = f"the value by {shown(by, allowed)}%, and {allowed}% is the most for {subject_matter(file)}"
        found[_of_value(file)] = said
    term, percent = "act.change-term-percent", procedure.setting("act.change-term-percent")
    moved = percent_of_term(file, size)
    if moved is not None and abs(moved) > percent:
        found[term] = f"the term by {shown(moved, percent)}% of the longest on award, and {percent}% is the most"
    return found


def percent_of_value(file: ContractFile, size: Size) -> Decimal | None:
    """Return a change in percent of the value registered, else of that estimated; None where neither is on file."""
    contract = file.agreement.contract
    base = (contract.total_value if contract else None) or estimated_value(file)
    return Decimal(size.pence * 100) / base.pence if base is not None and base.pence else None


def percent_of_term(file: ContractFile, size: Size) -> Decimal | None:
    """Return a change in percent of the longest term the contract provided for on award; None if not on file."""
    term = longest_term(file)
    return Decimal(size.days * 100) / ((term[1] - term[0]).days + 1) if term is not None else None


def change_percent(file: ContractFile, procedure: Procedure) -> int:
    """Return by how many percent the value may change without a notice: for works, and for goods or services."""
    if subject_matter(file) == "works":
        return procedure.setting("act.change-percent-works")
    return procedure.setting("act.change-percent")


def _of_value(file: ContractFile) -> str:
    return "act.change-percent-works" if subject_matter(file) == "works" else "act.change-percent"


def subject_matter(file: ContractFile) -> str:
    """Return whether goods, services or works are bought: services where that is not said."""
    regime = file.regulation.regime
    return (regime.says.subject_matter if regime else None) or "services"


def shown(number: Decimal, beyond: int | None = None) -> str:
    """Return a number as a sentence has it: 12, 12.5, 12.35; with as many digits as show it to be `beyond` another."""
    places = next((n for n in range(2, 16) if abs(round(number, n)) != beyond), 2)
    return f"{round(number, places).normalize():f}"


def no_notice_before(
    file: ContractFile, procedure: Procedure, variation: str | None, changes: Iterable[Any], agreed: date
) -> str | None:
    """Return what a rule finds where a change agreed on a day lacked the change notice the Act asks for before it."""
    if not binds(procedure):
        return NOT_IN_POINT
    test = change_test(file, procedure, changes, agreed, variation)
    published = [p.on for p in file.regulation.published("contract-change", variation)] if variation else []
    if not test.needed:
        return NOT_IN_POINT
    if any(on <= agreed for on in published):
        return None
    return f"{test.why}; no change notice had been published by {dated(agreed)}"


def held_back_until(file: ContractFile, variation: str | None) -> DateWorking | None:
    """Return the standstill the change notice of a variation promised (section 76); None where it promised none."""
    for one in reversed(file.regulation.published("contract-change", variation) if variation else []):
        if one.says.standstill_days:
            return standstill(one.on, one.says.standstill_days)
    return None
