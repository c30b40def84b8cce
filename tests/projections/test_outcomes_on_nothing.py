"""An outcome judged reached on nothing that shows it is neither reached nor judged yet (CPC307-D0, docs/adr/0496)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger.entry import Entry
from ledger.folding import fold
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.outcomes import OutcomeAchievementAssessed, OutcomeSpecified, rests_on_nothing
from ledger.subjects.records import DocumentFiled, EntrySupplemented, NoteMade
from ledger.words import Document, Said
from projections.briefing import briefing
from projections.duties.due import duties
from projections.planning.outcome_achievement import OutcomeShown, outcomes_shown
from tests.story import changed, given
from tests.subjects import test_outcomes as outcomes
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Support", start_date=date(2025, 1, 1),
    end_date=date(2027, 12, 31),
)  # fmt: skip
SPECIFIED: OutcomeSpecified = changed(outcomes.SPECIFIED, reach_by=date(2025, 6, 30))
NOTED = NoteMade(happened_on=date(2025, 6, 20), words=Said("96 of 100 are at home"))
BARE = changed(outcomes.REACHED, evidence=(), actual=None, words=Said("Twelve clubs were held"))
PAPER = Said(Document("a" * 64, "The survey"))
FILED = DocumentFiled(happened_on=date(2025, 7, 2), title="Survey", document=PAPER, belongs_to=(5,))
ADDED = EntrySupplemented(
    happened_on=date(2025, 7, 2), position=5, words=Said("By the register"), completes=("outcome.judged-on-evidence",)
)


def shown(*entries: Entry) -> tuple[OutcomeShown, str, bool]:
    """The outcome, what the briefing concludes, and whether it is still to be judged."""
    view = view_of(given(REGISTERED, outcomes.WANTED, SPECIFIED, NOTED, *entries).file)
    [one] = outcomes_shown(view, date(2025, 8, 1)).outcomes
    due = any(duty.id == "outcome-judged/OUT-001" for duty in duties(view))
    return one, briefing(view, "managers", date(2025, 8, 1)).conclusion, due


def test_an_outcome_judged_reached_on_nothing_counts_as_reached_nowhere() -> None:
    """Leaving out the activity it rested on counted for more than citing it."""
    one, concluded, due = shown(BARE)

    assert (one.achieved, one.on_nothing, due) == ("yes", True, True)
    assert "0 of 1 outcome judged reached, 1 on nothing" in concluded


def test_a_judgement_that_cites_one_on_nothing_rests_on_nothing_too() -> None:
    again = changed(BARE, happened_on=date(2025, 7, 3), evidence=(5,))

    one, _, due = shown(BARE, again)
    assert (one.on_nothing, due) == (True, True)
    one, _, due = shown(changed(BARE, actual="96"), again)
    assert (one.on_nothing, due) == (False, False)


def test_a_figure_an_entry_a_document_or_a_supplement_shows_what_it_rests_on() -> None:
    for entries in (
        (changed(BARE, actual="96"),), (changed(BARE, evidence=(4,)),), (changed(BARE, exhibits=(PAPER,)),),
        (BARE, FILED), (BARE, ADDED),
    ):  # fmt: skip
        one, concluded, due = shown(*entries)
        assert (one.on_nothing, due) == (False, False)
        assert "1 of 1 outcome judged reached" in concluded


def test_a_judgement_on_what_was_arranged_leaves_it_to_be_judged_and_one_that_it_was_not_reached_does_not() -> None:
    assert shown(changed(BARE, evidence=(1,)))[2]
    missed = changed(BARE, reached=changed(BARE.reached, achieved="no"))
    one, _, due = shown(missed)
    assert (one.on_nothing, due) == (False, False)


def test_a_judgement_that_cites_one_of_not_reached_on_nothing_rests_on_nothing_too() -> None:
    """One that the outcome was not reached shows no more of it than one that it was."""
    missed = changed(BARE, reached=changed(BARE.reached, achieved="no"))
    again = changed(BARE, happened_on=date(2025, 7, 3), evidence=(5,))

    one, concluded, _ = shown(missed, again)
    assert one.on_nothing
    assert "0 of 1 outcome judged reached, 1 on nothing" in concluded
    assert not shown(changed(missed, actual="12"), again)[0].on_nothing


def test_judgements_that_each_cite_the_one_before_are_looked_through_however_many() -> None:
    """Some three hundred of them left the duties and the page of outcomes without an answer."""
    held = given(REGISTERED, outcomes.WANTED, SPECIFIED, NOTED, BARE).file.known
    chain = [
        replace(held[-1], position=at, given_id=None, entry=changed(BARE, evidence=(at - 1,)))
        for at in range(held[-1].position + 1, held[-1].position + 500)
    ]
    file = fold([*held, *chain])
    newest = chain[-1].entry

    assert isinstance(newest, OutcomeAchievementAssessed)
    assert rests_on_nothing(file, chain[-1].position, newest)
    assert outcomes_shown(view_of(file), date(2025, 8, 1)).outcomes[0].on_nothing
