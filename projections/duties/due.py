"""Everything that is still to be done on a file: by which office, by when, and what asks for it.

Deduced from the file: an entry opens a duty and another closes it. Dates only; whether something is overdue is decided
when it is read, by `due`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from projections.duties.adoption import of_adoption
from projections.duties.assurance import of_assurance, of_checklist
from projections.duties.bound import asked_since_bound
from projections.duties.disputes import of_disputes
from projections.duties.duty import Duty
from projections.duties.ends_proposed import proposals
from projections.duties.exit import of_exclusions, of_the_end
from projections.duties.failings import actions, contested, issues_open, notices_served, undertaken
from projections.duties.how_late import OPEN, Due, due, turn
from projections.duties.law import of_the_law
from projections.duties.monitoring import of_monitoring
from projections.duties.outcomes import of_outcomes
from projections.duties.plans import of_plans
from projections.duties.procurement import of_procurement
from projections.duties.programme import of_programme
from projections.duties.records import of_records
from projections.duties.remedies import of_remedies
from projections.duties.resources import of_resources
from projections.duties.retention import of_retention
from projections.duties.revisions import revisions, to_be_discussed
from projections.duties.support import of_support
from projections.duties.talks import talks
from projections.duties.tiers import of_tiers
from projections.read_models.remembered import remembered
from projections.view import FileView


def duties(view: FileView) -> list[Duty]:
    """Return every open duty on the file, by its date, those without one last. Pure; the same whatever the day."""
    return [one for one in every_duty(view) if one.is_open]


def every_duty(view: FileView) -> list[Duty]:
    """Return every open duty on the file by its date, and those that themselves say by what they were done. Pure.

    Of all others that are done or not asked for: projections/duties/settled.py.
    """
    if view.file.agreement.contract is None:
        of_no_contract = [
            *of_adoption(view), *of_programme(view), *of_procurement(view), *of_records(view), *of_retention(view),
            *of_exclusions(view),
            *of_the_law(view), *of_checklist(view),
        ]  # fmt: skip
        return sorted(of_no_contract, key=_place)
    return sorted(asked_since_bound(_of_a_contract, view), key=_place)


def _of_a_contract(view: FileView) -> list[Duty]:
    found = [
        *of_monitoring(view),
        *of_records(view),
        *(one for work in _OF_A_CONTRACT for one in remembered(work, view)),
    ]
    found += of_support(view, [one for one in found if one.is_open])
    return found


_OF_A_CONTRACT: tuple[Callable[[FileView], Iterable[Duty]], ...] = (
    issues_open, notices_served, undertaken, contested, talks, actions, proposals, revisions, to_be_discussed,
    of_disputes, of_remedies, of_retention, of_outcomes, of_plans, of_resources, of_tiers,
    of_the_end, of_exclusions, of_procurement, of_assurance, of_the_law,
)  # fmt: skip


def _place(one: Duty) -> tuple[date, date, tuple[int, str]]:
    return one.due_on or date.max, one.since, turn(one)


__all__ = ["OPEN", "Due", "Duty", "due", "duties", "every_duty"]
