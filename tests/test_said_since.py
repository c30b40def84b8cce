"""What an entry was found not to say, and a supplement that names it says, or a document filed with it (ADR 0436)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.brought import brought_by, left_unsaid, not_told
from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.procedures import read
from ledger.subjects.knowledge import KnowledgeShared, StaffChurnAssessed, TrainingMaterialUpdated
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.themes import Brought
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.programme.library import library
from tests.story import given
from tests.worked_through import view_of

TIERED = read("tiered/1")
SPRING, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 16), date(2026, 5, 26)
OPENED = ProgrammeOpened(
    happened_on=SPRING, reference="SRM", procedure="tiered/1", title="Supplier management", lead="SRM Lead"
)
TERMS = KnowledgeShared(happened_on=MAY, form="model-terms", title="Model terms on benchmarking", topic="benchmarking")
COURSE = TrainingMaterialUpdated(happened_on=MAY, course="Fundamentals", level="fundamentals", academy="Own")
TURNOVER = StaffChurnAssessed(happened_on=MAY, unit="Adults", period=Span(first=SPRING, last=MAY))
PAPER = Said(Document("a" * 64, "The text"))


def supplement(position: int, *completes: str, on: date = JUNE) -> EntrySupplemented:
    return EntrySupplemented(happened_on=on, position=position, words=Said("It says so"), completes=completes)


@pytest.mark.parametrize(
    ("shared", "brought", "rules"),
    [
        (TERMS, "model-terms-on-benchmarking", ("knowledge.text-on-file",)),
        (TURNOVER, "turnover-measures", ("churn.says-measures",)),
        (
            COURSE,
            "fundamentals-training-material",
            ("training-material.reviewed-with-the-trainer", "training-material.says-what-was-updated"),
        ),
    ],
)
def test_what_a_programme_is_to_bring_is_there_once_a_supplement_says_what_was_missing(
    shared: Entry, brought: Brought, rules: tuple[str, ...]
) -> None:
    """IMP-26-a, IMP-24-c, IMP-20-b."""
    bare = given(OPENED, shared).departs_from(*rules)
    named = bare.when(supplement(2, *rules))
    beside = bare.when(supplement(2))

    assert brought_by(bare.file, brought, TIERED) is None
    assert brought_by(beside.file, brought, TIERED) is None
    assert brought_by(named.file, brought, TIERED) == 2
    assert left_unsaid(named.file, brought) is None


def test_a_document_filed_as_belonging_to_what_was_shared_puts_its_text_on_file() -> None:
    """IMP-26-a: as minutes or an e-mail complete what they belong to."""
    bare = given(OPENED, TERMS)
    filed = bare.when(DocumentFiled(happened_on=JUNE, title="Terms", document=PAPER, belongs_to=(2,)))
    nowhere = bare.when(DocumentFiled(happened_on=JUNE, title="Terms", belongs_to=(2,)))

    assert brought_by(nowhere.file, "model-terms-on-benchmarking", TIERED) is None
    assert brought_by(filed.file, "model-terms-on-benchmarking", TIERED) == 2
    asked = [[one.id for one in duties(view_of(story.file))] for story in (nowhere, filed)]
    assert ["details/2" in ids for ids in asked] == [True, False]
    [item] = library(view_of(filed.file), JUNE).items
    assert (item.has_text, item.text_at) == (False, 3)


def test_whom_model_terms_are_for_is_known_once_a_supplement_says_it() -> None:
    """IMP-18-a: whom, no words tell, and so nobody is taken to be left out."""
    bare = given(OPENED, TERMS.model_copy(update={"summary": Said("Prices are compared")}))
    told = bare.when(supplement(2, "knowledge.says-whom-terms-are-for"))

    assert not_told(bare.file, "model-terms-on-benchmarking") == "contract management teams"
    assert not_told(told.file, "model-terms-on-benchmarking") is None
    [item] = library(view_of(told.file), JUNE).items
    assert (item.meant_for, item.meant_for_at) == (None, 3)
