"""Commands that read: contracts, where one stands, its timeline, failings, readiness, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from api.answers import (
    StatusAnswer,
    duties_answer,
    entry_answer,
    every_duty_answer,
    failings_answer,
    points_answer,
    readiness_answer,
    register_answer,
    status_answer,
    timeline_answer,
)
from api.commands.wired import Json, asked, catch_up, day, operator, out, reading, say_head, say_json, table, wired
from api.disputes import disputes_answer
from api.lists import ContractRow, contracts_answer
from api.read import lines_wanted
from api.shown import RecordedEntry, Withheld
from projections.answering.answers import ContractFilters, Order
from projections.duties.how_late import Due
from projections.status.standing import Vacancy

Reference = Annotated[str, typer.Argument(help="Reference of the contract.")]
AsAt = Annotated[str | None, typer.Option(help="The day in the world: 2025-03-31. By default as things stand.")]
KnownAt = Annotated[str | None, typer.Option(help="What was known: a size of the log, or 2025-03-31T14:30:00Z.")]


def show(
    reference: Annotated[str | None, typer.Argument(help="Reference of the contract; without it, all.")] = None,
    entry: Annotated[int | None, typer.Option(help="One entry, by its number.", min=1)] = None,
    register: Annotated[str | None, typer.Option(help="One register: issues, notices, people ...")] = None,
    as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Show where a contract stands; or one entry, or one register; without a reference, the contracts there are."""
    if reference is None:
        if as_at or known_at or entry or register:
            raise typer.BadParameter("name the contract: a list of contracts answers now")
        _show_contracts(as_json)
        return
    with wired() as wiring:
        file = reading(wiring, reference, as_at, known_at)
        if entry is not None:
            found = entry_answer(file, entry)
            say_head(found, as_json)
            _print_entry(found.entry)
        elif register is not None:
            say_json(register_answer(file, register))
        else:
            stands = status_answer(file)
            say_head(stands, as_json)
            _print_status(stands)


def _show_contracts(as_json: bool) -> None:
    with wired() as wiring:
        catch_up(wiring)
        rows: list[ContractRow] = []
        cursor: str | None = None
        while True:
            page = contracts_answer(wiring, operator(), ContractFilters(), cursor, 500)
            rows, cursor = [*rows, *page.contracts], page.next
            if cursor is None:
                break
    if as_json:
        say_json([row.model_dump(mode="json") for row in rows])
        return
    shown = table("Reference", "Title", "Provider", "Stage", "Lead officer", "Ends", "Open issues", "Entries")
    for row in rows:
        ends = f"{row.end_date:%-d %B %Y}" if row.end_date else ""
        shown.add_row(
            row.reference, row.title, row.provider or "", row.stage, row.lead_officer or "", ends,
            str(row.open_issues), str(row.position),
        )  # fmt: skip
    out().print(shown if rows else "No contract is on file.")


def _vacant(vacancy: Vacancy) -> str:
    by, until = (f"{day:%-d %B %Y}" if day else None for day in (vacancy.by, vacancy.until))
    ahead = f"nobody from {by} until {until}" if by and until else f"to be named by {by}" if by else ""
    said = vacancy.why or ahead
    return f"{vacancy.title}{f': {said}' if said else ''}"


def _print_status(answer: StatusAnswer) -> None:
    facts, stands = answer.facts, answer.standing
    shown = table("", "", title=f"{facts.reference}: {facts.title}")
    rows = [
        ("provider", facts.provider or "not named"), ("stage", f"{stands.stage}: {stands.how}"),
        ("ends", f"{stands.end_date:%-d %B %Y}" if stands.end_date else "not on file"),
        ("value", str(stands.total_value or "not on file")),
        *[(term.title, f"{term.person}, since {term.since:%-d %B %Y}") for term in stands.in_post],
        *[(term.title, f"{term.person}, from {term.since:%-d %B %Y}") for term in stands.to_come],
        *[("vacant", _vacant(vacancy)) for vacancy in stands.vacancies],
        *[("open issue", f"{issue.id}: {issue.nature}") for issue in facts.issues],
        *[("notice", f"{n.notice.id}: {n.notice.kind}, {n.state.replace('-', ' ')}") for n in stands.notices],
        ("entries", f"{answer.position}{', simulated clock' if answer.simulated else ''}"),
    ]  # fmt: skip
    for name, value in rows:
        shown.add_row(name, value)
    out().print(shown)


def _print_entry(entry: RecordedEntry | Withheld) -> None:
    if isinstance(entry, Withheld):
        out().print(f"Entry {entry.position} is withheld: {entry.withheld}")
        return
    shown = table(
        "", "", title=f"{entry.file} entry {entry.position}: {entry.heading}{f' {entry.id}' if entry.id else ''}"
    )
    for name, value in entry.entry.items():
        if value not in (None, [], False):
            shown.add_row(name.replace("_", " "), value if isinstance(value, str) else str(value))
    shown.add_row("recorded", f"{entry.recorded_at:%-d %B %Y %H:%M:%S %Z} by {entry.recorded_by.name}")
    for departure in entry.departures:
        shown.add_row("departs from", f"{departure['rule']}: {departure['found']}")
    out().print(shown)


def failings(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show each failing of the provider with its trail: what is on file, and what is missing."""
    answer = asked(failings_answer, reference, as_at, known_at, as_json)
    for failing in answer.failings:
        shown = table("", "", "", title=f"{failing.issue}: {failing.nature}")
        for link in failing.links:
            shown.add_row(link.title, link.state.replace("-", " "), link.sentence)
        out().print(shown, "")
    if not answer.failings:
        out().print("No failing is on file.")


def disputes(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show where each dispute stands on the ladder, stage by stage, and what is next."""
    answer = asked(disputes_answer, reference, as_at, known_at, as_json)
    for one in answer.disputes:
        shown = table("Stage", "State", "What is on file", title=f"{one.id}: {one.stands}")
        for rung in one.rungs:
            shown.add_row(rung.title, rung.state.replace("-", " "), rung.sentence)
        out().print(shown)
        for step in one.next_steps:
            out().print(f"Next: {step.sentence}", soft_wrap=True)
    if not answer.disputes:
        out().print("No dispute is on file.")


def readiness(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show the case for ending the contract: the right, the procedure, what weakens it. For the authority alone."""
    answer = asked(readiness_answer, reference, as_at, known_at, as_json)
    for judgement in answer.readiness.judgements:
        shown = table("", "", "", title=judgement.sentence)
        for held in judgement.rights:
            shown.add_row(f"A {held.right.clause}", held.right.state.replace("-", " "), held.right.sentence)
        for condition in judgement.conditions:
            shown.add_row(condition.id, condition.state.replace("-", " "), f"{condition.title}: {condition.sentence}")
        for weakness in judgement.weaknesses:
            shown.add_row("C", "", f"{weakness.title}: {weakness.sentence}")
        out().print(shown, "")
    on = table("", "", title=f"The right on {answer.readiness.on:%-d %B %Y}")
    for right in answer.readiness.rights:
        on.add_row(f"A {right.clause}: {right.state.replace('-', ' ')}", right.sentence)
    out().print(on, "", answer.readiness.sentence, soft_wrap=True)


def points(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show which service failure points count on the day, which do not and why; for the authority's own side only."""
    answer = asked(points_answer, reference, as_at, known_at, as_json)
    for sentence in (
        *(row.sentence for row in answer.count.awards), *(row.sentence for row in answer.thresholds),
        answer.count.sentence,
    ):  # fmt: skip
        out().print(sentence, soft_wrap=True)


def duties(
    reference: Annotated[str | None, typer.Argument(help="Reference of the contract; without it, all.")] = None,
    as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False,
    settled: Annotated[bool, typer.Option(help="Also what was done, missed, or is not asked for.")] = False,
) -> None:  # fmt: skip
    """Show what is to be done, was done, or is not asked for; without a reference, what is open on all contracts."""
    with wired() as wiring:
        if reference is None:
            if as_at or known_at:
                raise typer.BadParameter("name the contract: a list across contracts answers now")
            catch_up(wiring)
            rows: list[tuple[str, Due]] = []
            cursor: str | None = None
            while True:
                page = wiring.reader.due(after=cursor, limit=500)
                rows, cursor = [*rows, *((item.reference, item.due) for item in page.items)], page.next
                if cursor is None:
                    break
            found = [{"file": file, "due": held.model_dump(mode="json")} for file, held in rows]
            say_json(found) if as_json else _print_duties(rows)
        else:
            answer = (every_duty_answer if settled else duties_answer)(reading(wiring, reference, as_at, known_at))
            say_head(answer, as_json)
            _print_duties([(answer.file, held) for held in (*answer.duties, *(answer.settled or ()))])


def _print_duties(rows: Sequence[tuple[str, Due]]) -> None:
    shown = table("Contract", "", "What", "Who", "Citation")
    for file, held in rows:
        who = held.person or (f"{held.duty.title} (nobody in post)" if held.duty.is_open else held.duty.title)
        shown.add_row(file, held.state, held.sentence, who, held.duty.citation)
    out().print(shown if rows else "Nothing is due.")


def timeline(
    reference: Reference, as_at: AsAt = None, known_at: KnownAt = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind; may be repeated.")] = None,
    words: Annotated[str | None, typer.Option(help="Words to find.")] = None,
    since: Annotated[str | None, typer.Option(help="First day it happened on.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day it happened on.")] = None,
    order: Annotated[Order, typer.Option(help="By the day it happened, or as it was recorded.")] = "happened",
    cursor: Annotated[str | None, typer.Option(help="Where the page begins.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=10_000)] = 10_000, as_json: Json = False,
) -> None:  # fmt: skip
    """Show the entries of a file in words: when each happened and was recorded, with its corrections and departures."""
    wanted = lines_wanted(kind, None, day(since, "--since"), day(until, "--until"), words)
    with wired() as wiring:
        file = reading(wiring, reference, as_at, known_at)
        answer = timeline_answer(file, wanted, order=order, cursor=cursor, limit=limit)
    say_head(answer, as_json)
    shown = table("No.", "Happened", "Recorded", "What", "By")
    for line in answer.lines:
        if isinstance(line, Withheld):
            shown.add_row(str(line.position), "", "", f"[withheld: {line.withheld}]", "")
            continue
        notes = [
            f"departs from {d.rule} ({'remarked' if d.level == 'advise' else d.state.replace('-', ' ')})"
            for d in line.departures
        ]
        notes += [f"struck out by entry {line.struck_by}"] if line.struck_by else []
        notes += [f"corrected by entry {line.corrected_by}"] if line.corrected_by else []
        late = f", {line.days_late} days late" if line.late else ""
        what = line.sentence + "".join(f"\n  {note}" for note in notes)
        shown.add_row(
            str(line.position), f"{'about ' if line.about else ''}{line.happened_on:%-d %b %Y}",
            f"{line.recorded_at:%-d %b %Y}{late}", what, line.by or line.recorded_by,
        )  # fmt: skip
    out().print(shown if answer.lines else "Nothing on the file is as asked for.")
