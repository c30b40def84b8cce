"""What there is to work by and to learn from: what was shared, briefings, courses, what is known of the market."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

from ledger.entry import Frozen, Recorded
from ledger.subjects.knowledge.entries import (
    BriefingHeld,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.themes import Brought, Form
from ledger.words import Text

VALUE_FOR_MONEY = ("value money", "vfm")
CMA = ("cma", "contract management application", "contract management system")
LIFECYCLE = ("lifecycle", "life cycle", "stage")
TERMS_ON: Mapping[Brought, tuple[str, ...]] = {
    "model-terms-on-governance": ("governance",), "model-terms-on-value-for-money": VALUE_FOR_MONEY,
    "model-terms-on-benchmarking": ("benchmarking", "benchmark"),
}  # fmt: skip
"""Model terms an action may bring, by the words that tell what they are about."""


class Shared(Frozen):
    """Something to work by."""

    id: str
    form: Form
    title: str
    topic: str
    version: str | None
    unit: str | None
    on: date
    by: str | None
    position: int
    has_text: bool = False
    """Whether its text, or the document itself, is on file with it."""
    meant_for: str | None = None
    """Whom it was told to, or is for."""

    def speaks_of(self, *words: str) -> bool:
        """Return whether any of these words for something stands in its topic or title."""
        return _speaks_of(words, self.topic, self.title)

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called, each as `plain` has it: its title, alone or with its version."""
        title, version = plain(self.title), plain(self.version or "")
        return (title, *(f"{title} {how}{version}" for how in ("", "version ", "v") if version))

    def is_about(self, brought: Brought) -> bool:
        """Return whether it is about what model terms that an action may bring are about, by the words for that."""
        # Terms titled by governance on another topic, say the governance of prices, are none on how a contract is led.
        words = TERMS_ON[brought]
        return _speaks_of(words, self.topic) if brought == "model-terms-on-governance" else self.speaks_of(*words)

    @classmethod
    def of(cls, entry: KnowledgeShared, recorded: Recorded) -> Self:
        """Return what was shared by an entry."""
        return cls(
            id=recorded.given_id or "", form=entry.form, title=entry.title, topic=entry.topic, version=entry.version,
            unit=entry.unit, on=entry.happened_on, by=entry.by.person if entry.by else None,
            position=recorded.position, has_text=bool(entry.summary or entry.exhibits), meant_for=entry.meant_for,
        )  # fmt: skip


class Briefing(Frozen):
    """One briefing."""

    form: str
    topic: str
    teams: tuple[TeamPresent, ...]
    on: date
    position: int

    def too_early(self, opened_on: date | None) -> bool:
        """Return whether it was held before there was the programme, which was opened on a day (IMP-12-c)."""
        return opened_on is not None and self.on < opened_on

    def reached(self, opened_on: date | None) -> tuple[str, ...]:
        """Return the units of which a team was briefed: of none that nobody came of (IMP-17-d), nor before the
        programme, which was opened on a day."""
        return () if self.too_early(opened_on) else tuple(team.unit for team in self.teams if team.people != 0)

    def is_session_on(self, word: str) -> bool:
        """Return whether it is a session, and about something by a word of its topic."""
        return self.form == "briefing-session" and self.speaks_of(word)

    def speaks_of(self, *words: str) -> bool:
        """Return whether any of these words for something stands in its topic."""
        return _speaks_of(words, self.topic)

    @classmethod
    def of(cls, entry: BriefingHeld, recorded: Recorded) -> Self:
        """Return the briefing an entry tells of."""
        return cls(
            form=entry.form, topic=entry.topic, teams=entry.teams, on=entry.happened_on, position=recorded.position,
        )  # fmt: skip


class Course(Frozen):
    """A course's material, as last updated."""

    course: str
    level: str
    version: str | None
    topics: tuple[str, ...]
    reviewed_with: str | None
    academy: str | None
    on: date
    position: int
    has_material: bool = False
    """Whether the material itself is on file with it."""

    @property
    def says_what(self) -> bool:
        """Whether it is said in what it was updated, or to which version, or the material is there (IMP-26-b)."""
        return bool(self.topics or self.version or self.has_material)

    def is_called(self, word: str) -> bool:
        """Return whether a word stands in what the course is called."""
        return _speaks_of((word,), self.course)

    @property
    def is_only_its_level(self) -> bool:
        """Return whether it is called by its level and nothing else: Intermediate, the intermediate level course."""
        return _words_of(self.course) <= {*_words_of(self.level), "the", "level", "course", "training", "material"}

    def is_on(self, *words: str) -> bool:
        """Return whether it is about something by any of these words for it in its topics, or in what it is called."""
        return _speaks_of(words, self.course, *self.topics)

    @classmethod
    def of(cls, entry: TrainingMaterialUpdated, recorded: Recorded) -> Self:
        """Return the course as an entry updated it."""
        return cls(
            course=entry.course, level=entry.level, version=entry.version, topics=entry.topics,
            reviewed_with=entry.reviewed_with, academy=entry.academy, on=entry.happened_on,
            position=recorded.position, has_material=bool(entry.exhibits),
        )  # fmt: skip


class Market(Frozen):
    """Something learnt about a market."""

    subject: str
    name: str
    topic: str | None
    summary: Text | None
    drawn_from: str | None
    on: date
    position: int
    has_document: bool = False
    """Whether a document was put on file with it."""

    @property
    def says_what(self) -> bool:
        """Whether it says what was learnt: in words, or by a document with it."""
        return self.summary is not None or self.has_document

    @classmethod
    def of(cls, entry: MarketIntelligenceRecorded, recorded: Recorded) -> Self:
        """Return what an entry says was learnt."""
        return cls(
            subject=entry.subject, name=entry.name, topic=entry.topic, summary=entry.summary,
            drawn_from=entry.drawn_from, on=entry.happened_on, position=recorded.position,
            has_document=bool(entry.exhibits),
        )  # fmt: skip


def plain(name: str) -> str:
    """Return the words of a name alone: Terms of reference, version 2 as terms of reference version 2."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _speaks_of(words: Iterable[str], *said: str) -> bool:
    """Whether any of these stands in what is said: a word, or several in whatever order."""
    there = _words_of(*said)
    return any(there.issuperset(word.split()) for word in words)


def _words_of(*said: str) -> set[str]:
    """The words that are said, in small letters and the singular."""
    parts = (part for one in said for part in one.lower().replace("-", " ").split())
    return {part.strip(",.;:()").rstrip("s") for part in parts}
