"""What is asked of excluding a provider."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger import excluding
from ledger.dates.working_days import dated
from ledger.end_decided import end_decided
from ledger.names import counted, few
from ledger.offices import is_the_provider
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.termination.entries import ProviderExclusionDecided
from ledger.subjects.termination.register import exclusion_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.termination.steps import Exclusion


def _ends_before_it_begins(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    since, until = decided.from_date or decided.happened_on, decided.until_date
    if until is None or until >= since:
        return None
    return f"it ends on {dated(until)}, before it begins on {dated(since)}"


def _excluded_too_long(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    since, until = decided.from_date or decided.happened_on, decided.until_date
    if until is None or until < since:
        return NOT_IN_POINT  # asked for, or refused, by itself
    if not _beyond(since, until, procedure):
        return None
    return f"it lasts from {dated(since)} to {dated(until)}; the longest is {_longest(procedure)}"


def _beyond(since: date, until: date, procedure: Procedure) -> bool:
    years = procedure.setting("exclusion.longest")
    return bool(years) and (until.year - years, until.month, until.day) >= (since.year, since.month, since.day)


def _longest(procedure: Procedure) -> str:
    return procedure.limit("exclusion.longest") or counted(procedure.setting("exclusion.longest"), "year")


def _run_on_too_long(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    """Five years are the most there is for one ground, in one exclusion or in several that run on."""
    held = exclusion_of(decided, 0)
    if held.until is None or held.until < held.since:
        return NOT_IN_POINT  # asked for, or refused, by itself
    alike = [one for one in file.termination.exclusions if one.until is not None and _of_one_ground(one, held)]
    out, runs = excluding.whom(file, held), excluding.runs(file, [*alike, held], procedure)
    own = [(key, run) for (position, key, _), run in runs.items() if position == held.position]
    if all(len(run) == 1 for _, run in own):
        return NOT_IN_POINT
    key, run = max(own, key=lambda one: (excluding.ends(one[1]) or date.max) - one[1][0].since)
    since, until = run[0].since, excluding.ends(run)
    if until is None or not _beyond(since, until, procedure):
        return None
    others = few([f"entry {one.position}" for one in run if one is not held])
    return (
        f"with {others} it keeps {out[key] if len(out) > 1 else 'the provider'} out from {dated(since)} to"
        f" {dated(until)} without a day between; the longest for one ground is {_longest(procedure)}"
    )


def _of_one_ground(one: Exclusion, other: Exclusion) -> bool:
    """Whether two exclusions are for one thing, as far as they say: of one cause, and not shown by other entries."""
    apart = one.rests_on and other.rests_on and not set(one.rests_on) & set(other.rests_on)
    return one.cause == other.cause and not apart


def _bodies_left_out(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    if not decided.buying_bodies:
        return "it is not said whose tenders it is kept out of"
    named = {procedure.buying_body(body) for body in decided.buying_bodies}
    left_out = [row.title for row in procedure.buying_bodies if row.title not in named]
    return f"it leaves out {' and '.join(left_out)}" if left_out else None


def _without_its_cause(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    if decided.rests_on:
        return NOT_IN_POINT  # it is shown by another file, which is not looked into from here
    another = decided.provider is not None and not is_the_provider(file, decided.provider)
    if decided.cause == "termination":
        lacking = None if not another and _terminated(file, decided.happened_on, procedure) else "no termination"
    else:
        shown = [] if another else list(_failings(file))
        lacking = None if len(shown) > 1 else f"no failing but that of entry {shown[0]}" if shown else "no failing"
    if lacking is None:
        return None
    whose = f"of {decided.provider} " if another else ""
    return f"{lacking} {whose}is on file here, and no entry of another file is named that shows more"


def _terminated(file: ContractFile, day: date, procedure: Procedure) -> bool:
    """Whether it was decided to end the contract early, or notice was given of that, or it was so ended: by whichever
    party, since the text speaks of either's right to, and of termination without more (TVP-5.2-8a, TVP-5.2-9a)."""
    notices = (notice for notice, _ in file.notices.served("termination"))
    return (
        end_decided(file, day, None, procedure) is not None
        or any(not (one.is_purported or one.withdrawn or one.valid is False) for one in notices)
        or any(end.how == "terminated" and not end.purported for end in file.termination.endings)
    )


def _failings(file: ContractFile) -> Iterator[int]:
    """Yield the entries that show performance to have been poor: what was noticed or came back, what was assessed as
    not met; notices of default or to improve, and points, where they are for no such issue."""
    for issue in file.issues.by_id.values():
        raised = file.at(issue.raised)
        if raised is not None and not (raised.entry.by and raised.entry.by.is_of_the_provider):
            yield from (issue.raised, *(position for _, position in issue.reopened))
    for assessed in file.performance.assessments.values():
        if assessed.judgement == "not-met":
            yield assessed.position
    for notice, served in file.notices.served("default", "improvement", party="authority"):
        if not (served.issues or notice.is_purported or notice.withdrawn or notice.valid is False):
            yield notice.position
    yield from (award.position for award in file.remedies.awards.values() if award.position and not award.issue)


def _without_its_law(file: ContractFile, entry: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    if entry.legal_basis is not None:
        return None
    ground = procedure.legal_ground("exclusion")
    says = f"; the procedure names {ground}, which a lawyer has to confirm" if ground else ""
    return f"it names no legal basis{says}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="exclusion.ends-after-it-begins", citation="TVP-5.2-9a", level="contradiction",
        of=ProviderExclusionDecided, field="until_date", found=_ends_before_it_begins,
        sentence="A provider is kept out of tenders from a day to a later one.",
    ),
    Rule(
        id="exclusion.no-longer-than-allowed", citation="TVP-5.2-9a", level="explain", of=ProviderExclusionDecided,
        field="until_date", found=_excluded_too_long,
        sentence="A provider is kept out of tenders for no longer than the procedure allows: five years.",
    ),
    Rule(
        id="exclusion.runs-on-no-longer-than-allowed", citation="TVP-5.2-9a", level="explain",
        of=ProviderExclusionDecided, field="until_date", found=_run_on_too_long,
        sentence="Exclusions for one ground that run on keep a provider out of tenders for five years at most.",
    ),
    Rule(
        id="exclusion.for-what-is-on-file", citation="TVP-5.2-9a", level="advise", of=ProviderExclusionDecided,
        field="cause", found=_without_its_cause,
        sentence="A provider is excluded for a termination by either party, or repeated failings, that is on file.",
    ),
    Rule(
        id="exclusion.names-its-end", citation="TVP-5.2-9a", level="explain", of=ProviderExclusionDecided,
        field="until_date", sentence="An exclusion names its last day.",
        found=lacks("until_date", found="it names no end"),
    ),
    Rule(
        id="exclusion.names-buying-bodies", citation="TVP-5.2-9b", level="advise", of=ProviderExclusionDecided,
        field="buying_bodies", asks=True, sentence="An exclusion says whose tenders it covers.", found=_bodies_left_out,
    ),
    Rule(
        id="exclusion.on-a-legal-basis", citation="TVP-5.2-9c", level="advise", of=ProviderExclusionDecided,
        field="legal_basis", sentence="An exclusion names the law it rests on.", found=_without_its_law, asks=True,
    ),
)  # fmt: skip
