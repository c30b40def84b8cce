"""What is asked of what is shared, of briefings, of courses and of what is learnt of a market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import few, name_key, repeated, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.knowledge.entries import (
    BriefingHeld,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.version_order import comes_before

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _of_another_provider(file: ContractFile, entry: MarketIntelligenceRecorded, procedure: Procedure) -> str | None:
    own = [name for name in (*file.provider.names, file.provider.group) if name]
    if entry.subject == "sector" or file.provider.opened is None:
        return NOT_IN_POINT
    if any(_short_for(entry.name, name) or _short_for(name, entry.name) for name in own):
        return None
    return f"it is about {entry.name}, and this is the file of {file.provider.name}"


def _shared_already(file: ContractFile, entry: KnowledgeShared, procedure: Procedure) -> str | None:
    """The same thing told to others, or for another unit, is no second one; nor is another version of it."""
    alike = [held for held in file.knowledge.shared.values() if same_name(held.title, entry.title)]
    for held in alike:
        told = ((held.topic, entry.topic), (held.version or "", entry.version or ""))
        to = ((held.unit or "", entry.unit or ""), (held.meant_for or "", entry.meant_for or ""))
        if held.form == entry.form and all(same_name(one, other) for one, other in (*told, *to)):
            return (
                f"{entry.title} was shared on {dated(held.on)} as {held.id} (entry {held.position}); if this is the "
                "same, strike this entry out, so that it does not stand in the library twice"
            )
    return None if alike else NOT_IN_POINT


def _short_for(short: str, name: str) -> bool:
    """Whether a name is another, or its first words: Larkfield, of Larkfield Care Ltd."""
    return f"{name_key(name)} ".startswith(f"{name_key(short)} ")


def _in_no_academy(file: ContractFile, entry: TrainingMaterialUpdated, procedure: Procedure) -> str | None:
    if entry.level not in ("fundamentals", "intermediate"):
        return NOT_IN_POINT
    there = file.knowledge.in_academy(entry.course, entry.level)
    if not (entry.academy or there):
        return "it is not said to be part of the academy's arrangements"
    if entry.academy is None or there is None or same_name(entry.academy, there):
        return None
    first = file.knowledge.in_academy(entry.course, entry.level, first=True)
    if first is None or same_name(entry.academy, first):
        return None  # it is back where it belongs
    return f"it was part of {there}, and is taken out of that without a word: it is said to be part of {entry.academy}"


def _before_the_last(file: ContractFile, entry: TrainingMaterialUpdated, procedure: Procedure) -> str | None:
    earlier = [
        held for held in file.knowledge.courses
        if same_name(held.course, entry.course) and held.level == entry.level and held.version
        and held.on <= entry.happened_on
    ]  # fmt: skip
    if entry.version is None or not earlier:
        return NOT_IN_POINT
    last = max(earlier, key=lambda held: (held.on, held.position))
    if last.version is None or not comes_before(entry.version, last.version):
        return None
    return f"version {last.version} is of {dated(last.on)} (entry {last.position}), and is the later one"


def _teams_unnamed(file: ContractFile, entry: BriefingHeld, procedure: Procedure) -> str | None:
    if not entry.teams:
        return "no team is named, so that nobody can tell who was briefed"
    units = [there.unit for there in entry.teams if there.team is None]
    return f"it is not said which team of {few(units)} was there" if units else None


def _reached_nobody(file: ContractFile, entry: BriefingHeld, procedure: Procedure) -> str | None:
    if not entry.teams:
        return NOT_IN_POINT
    nobody = [_called(team) for team in entry.teams if team.people == 0]
    return f"nobody came of {few(nobody)}, which counts as not briefed" if nobody else None


def _there_twice(file: ContractFile, entry: BriefingHeld, procedure: Procedure) -> str | None:
    again = repeated(map(_called, entry.teams))
    if len(entry.teams) < 2:
        return NOT_IN_POINT
    return (
        f"{'; '.join(again)} stands there more than once; give each team once, with all of it that came"
        if again
        else None
    )


def _called(team: TeamPresent) -> str:
    return f"{team.unit}, {team.team}" if team.team else team.unit


def _before_the_programme(file: ContractFile, entry: BriefingHeld, procedure: Procedure) -> str | None:
    opened_on = file.programme_opened_on
    if opened_on is None:
        return NOT_IN_POINT
    if entry.happened_on >= opened_on:
        return None
    return f"it was held on {dated(entry.happened_on)}, before the programme was opened on {dated(opened_on)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="market.says-something", citation="TVP-2.0-5", level="advise", of=MarketIntelligenceRecorded,
        field="summary", sentence="What was learnt of a market is said, and where it was taken from.", found=leaves_out(
            {"summary": "what was learnt", "drawn_from": "where it was taken from"}, found="it does not say {missing}",
            between=", nor ",
        ),
    ),
    Rule(
        id="knowledge.of-this-provider", citation="TVP-2.0-5", level="explain", of=MarketIntelligenceRecorded,
        field="name", sentence="What is learnt about a provider stands on its own file.", found=_of_another_provider,
    ),
    Rule(
        id="briefing.names-its-teams", citation="IMP-12-c", level="advise", of=BriefingHeld, field="teams", asks=True,
        sentence="It is on record which teams were briefed.",
        found=_teams_unnamed,
    ),
    Rule(
        id="briefing.reached-its-teams", citation="IMP-12-c", level="advise", of=BriefingHeld, field="teams",
        sentence="A team is briefed where somebody of it came.", found=_reached_nobody,
    ),
    Rule(
        id="briefing.each-team-once", citation="IMP-12-c", level="advise", of=BriefingHeld, field="teams",
        sentence="A team that was briefed is named once, so that those who came are counted once.", found=_there_twice,
    ),
    Rule(
        id="briefing.within-the-programme", citation="IMP-12-c", level="advise", of=BriefingHeld, field="happened_on",
        sentence="Teams are briefed on what a programme brings once there is one.", found=_before_the_programme,
    ),
    Rule(
        id="training-material.part-of-the-academy", citation="IMP-20-c", level="advise", of=TrainingMaterialUpdated,
        field="academy", sentence="Fundamentals and intermediate courses are part of the academy's arrangements.",
        found=_in_no_academy,
    ),
    Rule(
        id="training-material.reviewed-with-the-trainer", citation="IMP-20-b", level="advise",
        of=TrainingMaterialUpdated, field="reviewed_with",
        sentence="Fundamentals and intermediate courses are reviewed with the training provider.",
        found=lacks(
            "reviewed_with", where=lambda entry: entry.level in ("fundamentals", "intermediate"),
            found="it does not say with which training provider it was reviewed",
        ),
    ),
    Rule(
        id="training-material.version-after-the-last", citation="IMP-26-b", level="advise", of=TrainingMaterialUpdated,
        field="version", sentence="The version of a course's material comes after the last.", found=_before_the_last,
    ),
    Rule(
        id="training-material.says-what-was-updated", citation="IMP-26-b", level="advise", of=TrainingMaterialUpdated,
        field="topics", sentence="Where a course is updated it is on record in what, and to which version.",
        found=lacks(
            "topics", "version", "exhibits",
            found="it names neither what was brought up to date nor a version, and the material is not with it",
        ),
    ),
    Rule(
        id="knowledge.shared-once", citation="IMP-21-c", level="advise", of=KnowledgeShared, field="title",
        sentence="What is shared to work by stands in the library once.", found=_shared_already,
    ),
    Rule(
        id="knowledge.text-on-file", citation="IMP-26-a", level="advise", of=KnowledgeShared, field="summary",
        sentence="What is shared to work by is on file: what it says, or the document.",
        found=lacks("summary", "exhibits", found="neither its text nor the document is on file"),
    ),
    Rule(
        id="knowledge.says-whom-terms-are-for", citation="IMP-18-a", level="advise", of=KnowledgeShared,
        field="meant_for", sentence="Model terms are told to those who are to work by them.", found=lacks(
            "meant_for", where=lambda entry: entry.form == "model-terms",
            found="it is not said to which contract management teams it was told",
        ),
    ),
)  # fmt: skip
