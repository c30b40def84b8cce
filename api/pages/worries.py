"""What is late or going wrong on a contract, as a list page says it in a few words: from its dated facts, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.pages.looks import count, day
from projections.status.standing import RunningNotice, Standing
from projections.status.status_facts import Status
from projections.view import in_words

Weight = Literal["late", "wrong", "note"]


@dataclass(frozen=True)
class Worry:
    """One thing to look at, and the page of the contract that shows it."""

    weight: Weight
    words: str
    part: str = ""
    """The page of the contract's file, such as entries/12."""


def worries(facts: Status, stands: Standing) -> list[Worry]:
    """Return what is late or going wrong on that day, the worst first."""
    if facts.quarantined:
        return [Worry("wrong", "set aside: an entry cannot be read")]
    if stands.stage == "ended":
        return list(_open_issues(facts))
    found = [*_wrong(facts, stands), *_late(facts, stands)]
    order: dict[str, int] = {"wrong": 0, "late": 1, "note": 2}
    return sorted(found, key=lambda worry: order[worry.weight])


def _wrong(facts: Status, stands: Standing) -> Iterator[Worry]:
    for purported in facts.purported:
        if purported.on <= stands.on:
            yield Worry("wrong", f"{purported.heading}, purported", f"entries/{purported.position}")
    for running in stands.notices:
        notice, where = running.notice, f"entries/{running.notice.position}"
        if notice.withdrawn_on is not None and notice.withdrawn_on <= stands.on:
            continue  # it is listed, and nobody need worry about it any more
        if running.state == "not-valid":
            yield Worry("wrong", f"{notice.id} not validly served", where)
        elif running.state == "time-to-remedy-over":
            yield _over(running, stands.on, where)
        elif running.state == "time-to-remedy-runs":
            yield Worry("note", f"{notice.id}: {count(running.days_left or 0, 'day')} left to remedy", where)
    for vacancy in stands.vacancies:
        if vacancy.by is not None:
            by = day(vacancy.by)
            when = f"from {by} until {day(vacancy.until)}" if vacancy.until else f"yet, to be named by {by}"
            yield Worry("note", f"no {vacancy.title} {when}")
            continue
        since = f" since {day(vacancy.since)}" if vacancy.since else ""
        until = f" until {day(vacancy.until)}" if vacancy.until else ""
        yield Worry("wrong", f"no {vacancy.title}{since}{until}{f': {vacancy.why}' if vacancy.why else ''}")
    for variation in facts.variations:
        if variation.form_not_met and variation.agreed_on and variation.agreed_on <= stands.on:
            yield Worry("wrong", f"{variation.id}: form not met", f"entries/{variation.position}")
    for missed in facts.outcomes.not_reached:
        if missed.on <= stands.on:
            words = f"{missed.id} {'reached in part only' if missed.in_part else 'not reached'}"
            yield Worry("wrong", words, "outcomes")
    for run in facts.missed:
        if run.on <= stands.on:
            words = f"{run.what} not met {count(run.times, 'time')} running, no issue raised"
            yield Worry("wrong", words, "performance")
    yield from _open_issues(facts)
    if facts.counts.unauthorised:
        yield Worry("wrong", f"{count(facts.counts.unauthorised, 'departure')} to ratify or refuse", "due")


def _open_issues(facts: Status) -> Iterator[Worry]:
    """Issues that nothing settled: the end of the contract settles none."""
    significant = sum(bool(issue.significant) for issue in facts.issues)
    if facts.issues:
        words = count(len(facts.issues), "open issue") + (f", {significant} significant" if significant else "")
        yield Worry("wrong" if significant else "note", words, "failings")


def _over(running: RunningNotice, on: date, where: str) -> Worry:
    """What is said of a notice whose time to remedy is over: late only past the day it was to be assessed by."""
    notice, again = running.notice, " again" if running.notice.result else ""
    over = f"time to remedy of {notice.id} over for {count(-(running.days_left or 0), 'day')}"
    if notice.assess_by is None:
        return Worry("note", f"{over}{f', found {in_words(notice.result)}' if notice.result else ''}", where)
    if on <= notice.assess_by:
        return Worry("note", f"{over}, to be assessed{again} by {day(notice.assess_by)}", where)
    return Worry("late", f"{over}, not assessed{again}", where)


def _late(facts: Status, stands: Standing) -> Iterator[Worry]:
    if stands.past_end:
        yield Worry("late", f"past its end of {day(stands.end_date)}, no ending on file")
    for issue in facts.issues:
        if issue.tell_by is not None:
            again = " again" if issue.first_told else ""
            if stands.on <= issue.tell_by:
                words = f"{issue.id}: provider to be told{again} by {day(issue.tell_by)}"
                yield Worry("note", words, f"entries/{issue.position}")
            else:
                yield Worry("late", f"{issue.id}: provider not told{again}", f"entries/{issue.position}")
        elif issue.plan_due and issue.plan_due < stands.on:
            yield Worry("late", f"{issue.id}: plan was due on {day(issue.plan_due)}", f"entries/{issue.position}")
    for meeting in stands.meetings_missed:
        words = f"{meeting.id} arranged for {day(meeting.on)}: not on file that it was held"
        yield Worry("late", words, f"entries/{meeting.position}")
