"""How long a file is kept, holds, and what is asked before words are erased or a file is disposed of."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.entry import Actor
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised, IssueResolved
from ledger.subjects.records import EntryCorrected, EntryStruckOut, EntrySupplemented, NoteMade
from ledger.subjects.retention import Chosen, FileDisposed, HoldLifted, HoldPlaced, RetentionSet, WordsErased
from ledger.subjects.termination import ContractExpired
from ledger.words import Said
from projections.duties.due import due, duties
from projections.view import FileView
from tests.story import ANN, CLERK, Story, given

MARCH = date(2025, 3, 3)
WHY = Said("The schedule says so")
LENA = Actor(person="Lena Lawson", office="legal-services")
RUTH = Actor(person="Ruth Dale", office="county-manager-contracts")
NOTE = NoteMade(happened_on=MARCH, words=Said("Mrs P fell", person="P-7"))
REGISTERED = ContractRegistered(
    happened_on=date(2018, 1, 1), reference="C-1", title="Home care", start_date=date(2018, 1, 1),
    end_date=date(2018, 12, 31),
)  # fmt: skip
EXPIRED = ContractExpired(happened_on=date(2018, 12, 31))
SIX_YEARS = RetentionSet(happened_on=date(2019, 1, 7), rule="Schedule 3, row 12", years=6)


def erased(*positions: int, **more: Any) -> WordsErased:
    said: dict[str, Any] = {
        "happened_on": MARCH, "words": tuple(Chosen(position=p) for p in positions), "by": LENA,
        "ground": "no-longer-necessary", "asked_by": "the-person",
    }  # fmt: skip
    return WordsErased(**said | more)


def hold(**more: Any) -> HoldPlaced:
    said: dict[str, Any] = {"happened_on": MARCH, "purpose": "litigation", "reason": WHY, "by": LENA}
    return HoldPlaced(**said | more)


def disposed(**more: Any) -> FileDisposed:
    said: dict[str, Any] = {
        "happened_on": MARCH, "authority": "Schedule 3, row 12", "authorised_by": RUTH, "witnessed_by": ANN,
        "by": LENA,
    }  # fmt: skip
    return FileDisposed(**said | more)


def kept(story: Story) -> Story:
    """The same story with its words kept by digest, as the ledger reads it back."""
    from ledger import mapper
    from ledger.folding import fold
    from ledger.store.asking import StoredRow

    rows = [
        StoredRow(r.file_id, r.position, r.entry.kind, mapper.stored(r).state, r.recorded_at, None, None, None)
        for r in story.file.known
    ]
    return Story(fold([mapper.read(row) for row in rows]))


def test_retention_is_a_number_of_years_or_a_day() -> None:
    """TVP-4.0-14: how long the shared folder is kept is set by an entry, by the authority's own schedule."""
    rule = "retention.states-how-long"
    given().when(SIX_YEARS.model_copy(update={"years": None})).refused(rule, "neither years nor a day")
    given().when(SIX_YEARS.model_copy(update={"keep_until": MARCH})).refused(rule)
    story = given(REGISTERED, EXPIRED).when(SIX_YEARS).keeps(rule)
    assert story.file.retention.kept_for is not None
    assert story.file.retention.kept_for.last_day(date(2018, 12, 31)) == date(2024, 12, 31)


def test_a_file_that_would_be_kept_no_longer_than_its_contract_is_asked_about() -> None:
    rule = "retention.outlasts-the-contract"
    until = SIX_YEARS.model_copy(
        update={"years": None, "keep_until": date(2018, 6, 1), "happened_on": date(2018, 2, 1)}
    )
    given(REGISTERED).when(until).departs_from(rule)
    given(REGISTERED).when(until.model_copy(update={"keep_until": date(2019, 6, 1)})).keeps(rule)
    given(REGISTERED, EXPIRED).when(SIX_YEARS.model_copy(update={"years": 0})).departs_from(rule)
    past = {"years": None, "keep_until": date(2019, 1, 6)}
    given(REGISTERED, EXPIRED).when(SIX_YEARS.model_copy(update=past)).departs_from(rule)
    given(REGISTERED, EXPIRED).when(SIX_YEARS).keeps(rule)


def test_a_second_hold_for_the_purpose_of_the_first_is_asked_about() -> None:
    rule = "hold.not-placed-twice"
    story = given(hold())
    story.when(hold()).departs_from(rule)
    story.when(hold(purpose="audit")).keeps(rule)
    story.when(hold(scope="person", matter=Said("the fall", person="P-7"))).keeps(rule)
    story.when(HoldLifted(happened_on=MARCH, hold="HLD-001", reason=WHY, by=LENA)).when(hold()).keeps(rule)


def test_a_hold_on_one_persons_matter_says_whose_by_pseudonym() -> None:
    """CPC307-K1."""
    rule = "hold.says-whose-matter"
    given().when(hold(scope="person")).refused(rule)
    given().when(hold(scope="person", matter=Said("the fall"))).refused(rule, "under a pseudonym")
    given().when(hold(scope="person", matter=Said("the fall", person="P-7"))).keeps(rule)
    given().when(hold()).keeps(rule)


def test_a_hold_is_lifted_once_and_by_legal_services() -> None:
    lifted = HoldLifted(happened_on=MARCH, hold="HLD-001", reason=WHY, by=LENA)
    story = given(hold()).when(lifted).keeps("hold.lifted-once", "hold.by-legal-services")
    story.when(lifted).refused("hold.lifted-once", "3 March 2025")
    given(hold()).when(lifted.model_copy(update={"by": ANN})).departs_from("hold.by-legal-services")
    given().when(hold(by=ANN)).departs_from("hold.by-legal-services")


def test_nothing_is_erased_under_a_hold_which_the_refusal_names() -> None:
    story = kept(given(NOTE, hold()))
    refused = story.when(erased(2)).refused("erasure.not-under-hold", "HLD-001", "3 March 2025", "lift it first")
    assert refused.objections[0] == "erasure.not-under-hold"
    lifted = story.when(HoldLifted(happened_on=MARCH, hold="HLD-001", reason=WHY, by=LENA))
    lifted.when(erased(2)).keeps("erasure.not-under-hold")


def test_an_erasure_names_the_digests_of_the_words_of_an_entry_and_of_what_corrected_it() -> None:
    mended = NOTE.model_copy(update={"words": Said("Mrs P tripped", person="P-7")})
    story = kept(given(NOTE, EntryCorrected(happened_on=MARCH, position=2, reason=WHY, replacement=mended)))
    story = story.when(erased(2)).recorded()
    assert story.last is not None
    assert isinstance(story.last.entry, WordsErased)
    destroyed = story.last.entry.destroyed
    assert destroyed is not None
    assert destroyed.openings == len(destroyed.digests) == 2
    assert destroyed.exhibits == 0


def test_only_words_that_are_there_are_erased_and_only_once() -> None:
    rule = "erasure.of-words-there-are"
    story = kept(given(NOTE))
    story.when(erased(2, words=(Chosen(position=2, field="reason"),))).refused(rule, "entry 2 holds no words in reason")
    once = story.when(erased(2, words=(Chosen(position=2, field="words"),))).keeps(rule)
    once.when(erased(2)).refused(rule, "by entry 3")
    story.when(erased(9)).refused("entry.names-what-is-on-file")


def test_words_are_erased_by_decision_of_the_office_entitled() -> None:
    rule = "erasure.decided-by-the-office"
    story = kept(given(NOTE))
    story.when(erased(2, by=ANN)).refused(rule, "Data protection officer")
    story.when(erased(2, by=None)).refused(rule)
    story.when(erased(2, by=Actor(person="Di Poe", office="data-protection-officer"))).keeps(rule)


def test_while_issues_are_open_it_is_weighed_whether_a_claim_needs_the_words() -> None:
    rule = "erasure.claims-weighed"
    story = kept(given(NOTE, IssueRaised(happened_on=MARCH, nature=Said("Missed"), by=ANN)))
    story.when(erased(2)).departs_from(rule)
    story.when(erased(2), acknowledge_all=False).asked(rule)
    story.when(erased(2, exceptions_weighed=("legal-claims",))).keeps(rule)
    story.when(IssueResolved(happened_on=MARCH, issue="ISS-001", by=ANN)).when(erased(2)).keeps(rule)


def test_an_erasure_is_neither_struck_out_nor_corrected() -> None:
    """HCC-2.1-g: what is gone cannot be said to be there; the entry can be supplemented."""
    story = kept(given(NOTE)).when(erased(2)).recorded()
    strike = EntryStruckOut(happened_on=MARCH, position=3, reason=WHY)
    story.when(strike).refused("erasure.stands", "supplement it")
    again = EntryCorrected(happened_on=MARCH, position=3, reason=WHY, replacement=erased(2))
    story.when(again).refused("erasure.stands")
    story.when(EntrySupplemented(happened_on=MARCH, position=3, words=WHY)).recorded()


def test_only_the_file_of_an_ended_contract_is_disposed_of() -> None:
    rule = "disposal.of-an-ended-contract"
    given(REGISTERED).when(disposed()).refused(rule, "no end of the contract")
    given(REGISTERED, EXPIRED, SIX_YEARS).when(disposed()).keeps(rule)


def test_a_file_is_not_disposed_of_under_any_hold() -> None:
    held = hold(scope="person", matter=Said("the fall", person="P-7"))
    story = given(REGISTERED, EXPIRED, SIX_YEARS, held)
    story.when(disposed()).refused("disposal.not-under-hold", "HLD-001")


def test_a_file_is_kept_until_retention_has_run_out_unless_a_ground_is_given() -> None:
    rule = "disposal.after-retention"
    given(REGISTERED, EXPIRED).when(disposed()).refused(rule, "no retention was set", "say why in `because`")
    early = disposed(happened_on=date(2024, 12, 31))
    story = given(REGISTERED, EXPIRED, SIX_YEARS)
    story.when(early).refused(rule, "it is kept until", "give another ground")
    story.when(early.model_copy(update={"ground": "other"})).refused(rule, "say why in `because`")
    story.when(early.model_copy(update={"ground": "court-order", "because": "Order of 2 May"})).keeps(rule)
    story.when(disposed()).keeps(rule)


def test_a_certificate_holds_nothing_that_is_destroyed_with_the_file() -> None:
    from ledger.words import Document

    shown = disposed(exhibits=(Said(Document("0" * 64)),))
    given(REGISTERED, EXPIRED, SIX_YEARS).when(shown).refused("disposal.holds-no-words", "exhibits")


def test_a_disposal_is_witnessed_by_another_than_who_authorised_it() -> None:
    rule = "disposal.witnessed-by-another"
    given(REGISTERED, EXPIRED, SIX_YEARS).when(disposed(witnessed_by=RUTH)).refused(rule, "name another")
    given(REGISTERED, EXPIRED, SIX_YEARS).when(disposed()).keeps(rule)


def test_nothing_is_added_to_a_file_that_was_disposed_of() -> None:
    story = given(REGISTERED, EXPIRED, SIX_YEARS, disposed())
    story.when(NOTE).refused("file.not-disposed-of", "3 March 2025", "entry 4")
    assert story.last is not None
    assert isinstance(story.last.entry, FileDisposed)
    assert story.last.entry.destroyed is not None
    assert story.last.entry.destroyed.upto == 3


def what_is_due(story: Story, on: date) -> dict[str, str]:
    assert story.last is not None
    view = FileView.of(story.last.file_id, story.file, {})
    return {d.duty.id: d.state for d in due(duties(view), on) if d.duty.id.startswith(("hold/", "retention/"))}


def test_a_hold_is_looked_at_again_every_six_months_until_it_is_lifted() -> None:
    story = given(REGISTERED, hold())
    assert what_is_due(story, date(2025, 9, 1)) == {"hold/HLD-001": "due"}
    assert what_is_due(story, date(2025, 9, 4)) == {"hold/HLD-001": "overdue"}
    again = story.when(EntrySupplemented(happened_on=date(2025, 9, 2), position=2, words=Said("Still in court")))
    assert what_is_due(again, date(2025, 9, 4)) == {"hold/HLD-001": "coming"}
    lifted = again.when(HoldLifted(happened_on=date(2025, 9, 3), hold="HLD-001", reason=WHY, by=LENA), account=CLERK)
    assert what_is_due(lifted, date(2026, 9, 4)) == {}


def test_once_the_contract_has_ended_it_is_settled_how_long_the_file_is_kept_and_then_whether_it_goes() -> None:
    """TVP-4.0-14."""
    assert what_is_due(given(REGISTERED), MARCH) == {}
    ended = given(REGISTERED, EXPIRED)
    assert what_is_due(ended, MARCH) == {"retention/set": "due"}
    assert what_is_due(ended.when(SIX_YEARS), date(2024, 12, 30)) == {}
    assert what_is_due(ended.when(SIX_YEARS), MARCH) == {"retention/ended/3": "due"}
    assert what_is_due(ended.when(SIX_YEARS).when(disposed()), MARCH) == {}


def test_the_authoritys_own_file_is_kept_as_long_as_the_ledger_and_looked_at_where_a_day_was_set() -> None:
    """TVP-4.0-14."""
    own = given(NOTE)
    assert what_is_due(own, MARCH) == {}
    until = SIX_YEARS.model_copy(update={"years": None, "keep_until": date(2025, 1, 31), "review_on": date(2024, 1, 1)})
    set_once = own.when(until).recorded()
    assert what_is_due(set_once, date(2024, 6, 1)) == {"retention/review/3": "overdue"}
    assert what_is_due(set_once, MARCH)["retention/ended/3"] == "due"
    assert (
        {"contract", "authority", "programme", "provider"}
        == set(RetentionSet.files)
        == set(HoldPlaced.files)
        == set(HoldLifted.files)
    )
