"""What is asked of counts of staff, which are never about a person, of their objectives, and of parts taken on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.months import in_words, month_of
from ledger.dates.span import not_begun, not_over
from ledger.dates.working_days import dated
from ledger.names import few, name_key, same_name, same_person
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.knowledge.entries import (
    Counted,
    Group,
    Role,
    RoleLeft,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
)
from ledger.subjects.knowledge.staff import AGREED_BY_A_BODY, CAREERS, REVIEWED_AFTER, beyond_unsaid, over_on

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


OF_OBJECTIVES: tuple[Counted, ...] = ("objectives-set", "half-year-review", "end-of-year-review")
OF_ONE: tuple[Role, ...] = ("first-point-of-contact", "programme-lead", "community-lead")
"""Parts that one person has at a time, of a unit or of the whole."""


def _too_few(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    least = procedure.setting("staff.smallest-group")
    small = [group.team for group in entry.groups if group.staff < least]
    if not small:
        return None
    return (
        f"{few(small)}: fewer than {least} people, so that it would say something of each of them; "
        "take it together with another"
    )


def _more_than_there_are(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    for group in entry.groups:
        most = max(group.counted, group.beyond_unit or 0)
        if most > group.staff:
            return f"{group.team} has {group.staff} people, and its counts add up to {most}"
        if group.beyond_unit is not None and group.reached is not None and group.beyond_unit > group.reached:
            return f"{group.team} had {group.reached} discussions, and {group.beyond_unit} of them beyond its unit"
    return None


def _given_up_already(file: ContractFile, entry: RoleLeft, procedure: Procedure) -> str | None:
    part = file.knowledge.parts.get(entry.role)
    if part is None:
        return None
    if part.until is not None and part.until <= entry.happened_on:
        return f"{entry.role} was given up on {dated(part.until)} already"
    if entry.happened_on < part.since:
        return f"{entry.role} was given up on {dated(entry.happened_on)}, before it was taken on {dated(part.since)}"
    return None


def _before_the_review(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    if entry.counted not in REVIEWED_AFTER:
        return NOT_IN_POINT
    first = file.knowledge.too_early(entry, file.by_the_body)
    if first is None:
        return None
    what = entry.counted.replace("-", " ")
    return f"the {what} of {entry.period} is not held before {dated(first)}; the report that follows it is still due"


def _objectives_not_agreed(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    if entry.counted not in OF_OBJECTIVES:
        return NOT_IN_POINT
    if name_key(entry.period) in file.knowledge.agreed:
        return None
    there = ", ".join(sorted(held[-1].period for held in file.knowledge.agreed.values())) or "none"
    return f"no standard objectives were agreed for {entry.period}; the periods that have some: {there}"


def _not_presented(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    body = file.programme.opened.advised_by if file.programme.opened else None
    if entry.presented_to is None:
        return f"it is not said to whom it was presented{f'; it is due to {body}' if body else ''}"
    return file.programme.presented_elsewhere(entry.presented_to, entry.happened_on, file.is_its_body)


def _counted_otherwise(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    """What a review found does not change after it; discussions, sessions and training grow in the course of a time."""
    before = {
        name_key(group.team): (group, held.position) for held in file.knowledge.counts
        if held.counted == entry.counted and same_name(held.period, entry.period)
        and not file.knowledge.too_early(held, file.by_the_body)
        for group in held.groups
    }  # fmt: skip
    known = [(group, *before[name_key(group.team)]) for group in entry.groups if name_key(group.team) in before]
    if not known:
        return NOT_IN_POINT
    found = [
        f"{group.team} has {_in_figures(group)} here, and {_in_figures(other)} in entry {position}"
        for group, other, position in known if _contradicts(group, other, grows=entry.counted not in REVIEWED_AFTER)
    ]  # fmt: skip
    return f"{'; '.join(found)}: correct the one that is wrong" if found else None


def _contradicts(group: Group, before: Group, *, grows: bool) -> bool:
    if grows:
        return (group.reached or 0) < (before.reached or 0)
    return any(
        mine is not None and theirs is not None and mine != theirs
        for mine, theirs in zip(_figures(group), _figures(before), strict=True)
    )


def _figures(group: Group) -> tuple[int | None, ...]:
    return group.staff, group.reached, group.partly, group.not_reached


def _in_figures(group: Group) -> str:
    words = ("people", "reached", "partly", "not reached")
    said = (f"{figure} {word}" for figure, word in zip(_figures(group), words, strict=True) if figure is not None)
    return ", ".join(said)


def _all_of_them(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    counts = [
        (group, words, count) for group in entry.groups
        for words, count in (("partly", group.partly), ("not", group.not_reached)) if count
    ]  # fmt: skip
    if not counts:
        return NOT_IN_POINT
    told = [f"{group.team} (all {group.staff} {words})" for group, words, count in counts if count == group.staff]
    if not told:
        return None
    return f"of {few(told)}, so that it says something of each of them; take it together with another group"


def _nothing_counted(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    bare = [group.team for group in entry.groups if not group.counts_something]
    return f"of {few(bare)} nothing is counted but how many people there are" if bare else None


def _beyond_unit_unsaid(file: ContractFile, entry: StaffCountsReported, procedure: Procedure) -> str | None:
    if entry.counted != CAREERS:
        return NOT_IN_POINT
    unsaid = beyond_unsaid(entry.groups)
    return f"of {few(unsaid)} it is not said how many were about opportunities outside the unit" if unsaid else None


def _held_by_another(file: ContractFile, entry: RoleTaken, procedure: Procedure) -> str | None:
    if entry.role not in OF_ONE or (entry.role == "first-point-of-contact" and entry.unit is None):
        return NOT_IN_POINT
    others = [
        part for part in file.knowledge.in_part(entry.role, entry.happened_on)
        if name_key(part.unit or "") == name_key(entry.unit or "") and not same_name(part.person, entry.person)
    ]  # fmt: skip
    if not others:
        return None
    held = few([f"{part.person} since {dated(part.since)} ({part.id})" for part in others])
    return f"it is held by {held}; say when that was given up, or both have it"


def _on_no_programmes_file(file: ContractFile, entry: RoleTaken, procedure: Procedure) -> str | None:
    if entry.role != "first-point-of-contact":
        return NOT_IN_POINT
    if file.programme.opened is not None:
        return None
    return "this is no programme's file, and no list shows it here; record it on the file of the programme it is for"


def _not_the_programmes_lead(file: ContractFile, entry: RoleTaken, procedure: Procedure) -> str | None:
    leads = file.led_by(entry.happened_on)
    if entry.role != "community-lead" or not leads:
        return NOT_IN_POINT
    office = procedure.office_called(entry.person)
    if any(same_person(entry.person, lead) or (office and office == procedure.office_called(lead)) for lead in leads):
        return None
    return f"{entry.person} runs it, and the programme is led by {few(leads)}"


def _part_held(file: ContractFile, entry: RoleTaken, procedure: Procedure) -> str | None:
    held = file.knowledge.in_part(entry.role, entry.happened_on)
    if not held:
        return NOT_IN_POINT
    for part in held:
        if same_name(part.person, entry.person) and name_key(part.unit or "") == name_key(entry.unit or ""):
            return f"{part.person} has had this part since {dated(part.since)} ({part.id}); it need not be taken twice"
    return None


def _year_before_half(file: ContractFile, entry: StaffObjectivesAgreed, procedure: Procedure) -> str | None:
    half, year = entry.half_year_due, entry.end_of_year_due
    if half is None or year is None or half <= year:
        return None
    return f"the report on the half-year is due in {in_words(half)}, after that on the year in {in_words(year)}"


def _agreed_elsewhere(file: ContractFile, entry: StaffObjectivesAgreed, procedure: Procedure) -> str | None:
    body = file.advised_by(procedure)
    if entry.agreed_by is None:
        return f"it is not said who agreed them{f', which is for {body}' if body else ''}"
    if body is None or procedure.is_body(entry.agreed_by, body):
        return None
    return f"they were agreed by {entry.agreed_by}, and standard objectives are for {body} to agree"


def _agreed_for_it_before(file: ContractFile, entry: StaffObjectivesAgreed, procedure: Procedure) -> str | None:
    if not file.knowledge.agreed:
        return NOT_IN_POINT
    held = file.knowledge.objectives(file.by_the_body).get(name_key(entry.period))
    if held is None:
        return None
    stand = file.by_the_body(held) and _agreed_elsewhere(file, entry, procedure) is not None
    what = "stay those of the period" if stand else "give way to these"
    return (
        f"objectives for {held.period} were agreed on {dated(held.on)} (entry {held.position}), and {what}; correct "
        "the entry that is wrong"
    )


def _in_no_year(file: ContractFile, entry: StaffObjectivesAgreed, procedure: Procedure) -> str | None:
    if any(character.isdigit() for character in entry.period):
        return None
    return f"“{entry.period}” is another time for whoever reads it later; give the year, as 2017/18"


def _of_a_time_over(file: ContractFile, entry: StaffObjectivesAgreed, procedure: Procedure) -> str | None:
    day, over = entry.happened_on, over_on(entry.period, 12)
    months = [month for month in (entry.half_year_due, entry.end_of_year_due) if month]
    if over is None and not months:
        return NOT_IN_POINT
    past = [entry.period] if over is not None and over <= day else []
    past += [in_words(month) for month in months if month < month_of(day)]
    were = "was" if past[1:] == [] else "were"
    return f"they were agreed on {dated(day)}, when {', '.join(past)} {were} over" if past else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="staff-counts.never-about-a-person", citation="IMP-19-c", level="contradiction", of=StaffCountsReported,
        field="groups", sentence="Counts of staff are of groups so large that nothing is said of any one of them.",
        found=_too_few,
    ),
    Rule(
        id="staff-counts.no-more-than-there-are", citation="IMP-19-c", level="contradiction", of=StaffCountsReported,
        field="groups", sentence="No more people are counted than a group has.", found=_more_than_there_are,
    ),
    Rule(
        id="role.given-up-once", citation="IMP-13-c", level="contradiction", of=RoleLeft, field="role",
        sentence="A part is given up once, after it was taken on.", found=_given_up_already,
    ),
    Rule(
        id="churn.period-begun", citation="IMP-24-c", level="contradiction", of=StaffChurnAssessed, field="period",
        sentence="Turnover is assessed of a period that has begun.", found=not_begun,
    ),
    Rule(
        id="churn.period-over", citation="IMP-24-c", level="advise", of=StaffChurnAssessed, field="period",
        sentence="Turnover is assessed of a time that is over.", found=not_over,
    ),
    Rule(
        id="churn.says-measures", citation="IMP-24-c", level="advise", of=StaffChurnAssessed, field="measures",
        sentence="Where turnover is assessed, measures are taken for a smoother transition.",
        found=lacks("measures", found="no measure is named"),
    ),
    Rule(
        id="staff-counts.after-the-review", citation="IMP-19-c", level="explain", of=StaffCountsReported,
        field="counted", sentence="What a review of staff found is reported after it.", found=_before_the_review,
    ),
    Rule(
        id="staff-counts.of-agreed-objectives", citation="IMP-19-b", level="advise", of=StaffCountsReported,
        field="period", sentence="What is counted are the objectives agreed for the period.",
        found=_objectives_not_agreed,
    ),
    Rule(
        id="staff-counts.presented", citation="IMP-19-c", level="advise", of=StaffCountsReported, field="presented_to",
        asks=True,
        sentence="Counts of staff are presented to the body that advises the programme.", found=_not_presented,
    ),
    Rule(
        id="staff-counts.say-how-many", citation="IMP-19-c", level="advise", of=StaffCountsReported, field="groups",
        sentence="Counts of staff say of each group how many it is true of.", found=_nothing_counted,
    ),
    Rule(
        id="staff-counts.of-one-figure", citation="IMP-19-c", level="advise", of=StaffCountsReported, field="groups",
        sentence="What was counted of a team after a review is one figure.", found=_counted_otherwise,
    ),
    Rule(
        id="staff-counts.not-of-each", citation="IMP-19-c", level="advise", of=StaffCountsReported, field="groups",
        sentence="That a whole group met nothing, or met it in part, says something of each in it.",
        found=_all_of_them,
    ),
    Rule(
        id="staff-counts.careers-beyond-the-unit", citation="IMP-19-d", level="advise", of=StaffCountsReported,
        field="groups", found=_beyond_unit_unsaid,
        sentence="Careers are discussed with contract managers beyond their own unit, too, and it is told how many.",
    ),
    Rule(
        id="role.taken-once", citation="IMP-21-a", level="advise", of=RoleTaken, field="person",
        sentence="Who has a part does not take it on again.", found=_part_held,
    ),
    Rule(
        id="role.held-by-one", citation="IMP-13-b", level="advise", of=RoleTaken, field="person",
        sentence="A unit has one first point of contact, the programme and its community one who leads; who had it "
        "before gives it up.", found=_held_by_another,
    ),
    Rule(
        id="role.contact-of-a-programme", citation="IMP-13-b", level="advise", of=RoleTaken, field="role",
        sentence="A unit names its first point of contact to the programme that it is for.",
        found=_on_no_programmes_file,
    ),
    Rule(
        id="community.run-by-the-programmes-lead", citation="IMP-21-a", level="advise", of=RoleTaken, field="person",
        sentence="Who leads the programme creates the community of practice and runs it.",
        found=_not_the_programmes_lead,
    ),
    Rule(
        id="staff-objectives.half-before-the-year", citation="IMP-19-c", level="contradiction",
        of=StaffObjectivesAgreed, field="end_of_year_due", found=_year_before_half,
        sentence="The report on half a year is due before that on the whole.",
    ),
    Rule(
        id=AGREED_BY_A_BODY, citation="IMP-19-a", level="advise", of=StaffObjectivesAgreed,
        field="agreed_by", asks=True, found=_agreed_elsewhere,
        sentence="Standard objectives are agreed by the body that advises the programme, as is on record.",
    ),
    Rule(
        id="staff-objectives.once-for-a-period", citation="IMP-19-a", level="advise", of=StaffObjectivesAgreed,
        field="period", found=_agreed_for_it_before,
        sentence="Standard objectives are one set for a period: another takes the place of the one before.",
    ),
    Rule(
        id="staff-objectives.of-a-year", citation="IMP-19-a", level="advise", of=StaffObjectivesAgreed,
        field="period", found=_in_no_year, sentence="The period of standard objectives says of which year it is.",
    ),
    Rule(
        id="staff-objectives.for-a-time-to-come", citation="IMP-19-a", level="advise", of=StaffObjectivesAgreed,
        field="period", found=_of_a_time_over,
        sentence="Standard objectives are agreed, and reports on them due, for a time that is not over.",
    ),
    Rule(
        id="staff-objectives.say-when-reported", citation="IMP-19-c", level="advise", of=StaffObjectivesAgreed,
        field="half_year_due", sentence="It is agreed by when reports follow the half-year and the end-of-year review.",
        found=leaves_out(
            {"half_year_due": "by when the half-year is reported on", "end_of_year_due": "by when the whole year is"},
            found="it does not say {missing}", between=", nor ",
        ),
    ),
)  # fmt: skip
