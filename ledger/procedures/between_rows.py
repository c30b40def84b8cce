"""Whether the rows of a procedure agree with one another: an office, tier, stage or record that one names is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.procedures.rows import Condition, Lifted
from ledger.procedures.wrong import Disagreement, not_there, unknown
from ledger.stages import STAGE_RECORDS

if TYPE_CHECKING:
    from ledger.procedures.procedure import Procedure


def between_rows(procedure: Procedure) -> Iterator[Disagreement]:
    """Yield everything in which a row names what is not there, or gives a decision to who only advises."""
    offices = tuple(office.id for office in procedure.offices)
    advising = {office.id for office in procedure.offices if office.advises_only}
    for key, named in (("owner", procedure.owner), ("guided_by", procedure.guided_by)):
        if named is not None and named not in offices:
            yield not_there(key, "", "office", named, offices)
    lifted: tuple[Lifted, ...] = (*procedure.rules, *procedure.conditions)
    for lift in lifted:
        table = "condition" if isinstance(lift, Condition) else "rule"
        falls_to = (lift.falls_to,) if isinstance(lift, Condition) and lift.falls_to is not None else ()
        spoken_of = lift.offices if isinstance(lift, Condition) else ()
        for office in (*lift.authorised_by, *falls_to, *spoken_of):
            if office not in offices:
                yield not_there(table, lift.id, "office", office, offices)
        for office in lift.authorised_by:
            if office in advising:
                yield Disagreement(table, lift.id, f"{office} only advises; name an office that decides")
    for review in procedure.thematic_reviews:
        tiers = tuple(tier.id for tier in procedure.tiers)
        yield from unknown("thematic-review", review.id, "tier", review.tiers, tiers)
    for stage in procedure.stages:
        yield from unknown("stage", stage.id, "record", stage.needs, tuple(STAGE_RECORDS))
    stages = tuple(stage.id for stage in procedure.stages)
    for at in procedure.stage_responsibilities:
        yield from unknown("stage-responsibility", at.id, "stage", (at.stage,), stages)
        yield from unknown("stage-responsibility", at.id, "office", (at.office,), offices)
    for step in procedure.escalation:
        yield from unknown("escalation", step.id, "office", (step.office,), offices)
    for part in procedure.work:
        yield from unknown("work", part.id, "office", part.offices + part.together_with, offices)
    for meeting in procedure.meetings:
        attending = meeting.must_attend + meeting.should_attend + meeting.may_attend
        yield from unknown("meeting", meeting.id, "office", attending, offices)
        yield from unknown("meeting", meeting.id, "agenda item", meeting.agenda, tuple(i.id for i in procedure.agenda))
