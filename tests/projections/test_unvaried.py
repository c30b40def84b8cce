"""Terms that were changed without a variation: marked wherever they are shown, and due to be varied (TVP-3.0-3)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.dates.calendar import Period
from ledger.entry import Entry, Money
from ledger.provisions import pay_by
from ledger.specification import Point, ReturnSchedule
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import ContractProvisionAgreed
from ledger.subjects.payments import InvoiceReceived
from ledger.subjects.records import EntryCorrected, EntryStruckOut, EntrySupplemented
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.terms import DefaultClauseEntered, ServiceSpecificationIssued
from ledger.subjects.variations import (
    EndDateChange,
    OtherChange,
    SpecificationChange,
    VariationAgreed,
    VariationProposed,
)
from ledger.words import Kept, Said
from projections.duties.due import due, duties
from projections.obligations import obligations
from projections.status.standing import standing
from projections.status.status import status
from projections.unvaried import ever_unvaried, unvaried
from projections.view import FileView
from tests.story import changed, given

ON, JUNE = date(2026, 1, 15), date(2025, 6, 2)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 3, 3), reference="C-1", title="Support", start_date=date(2025, 4, 1),
    end_date=date(2027, 3, 31), procedure="thames-valley/1",
)  # fmt: skip
SPECIFIED = ServiceSpecificationIssued(
    happened_on=date(2025, 3, 3), version="1", requirements=(Point(id="R1", text=Said("Within 2 days")),)
)
CLAUSE = DefaultClauseEntered(
    happened_on=date(2025, 3, 3), clause="12", cure_period=Period(count=10, unit="calendar-days")
)
INSURE = ContractProvisionAgreed(
    happened_on=date(2025, 3, 20), provision="obligation", owed_by="provider", clause="7", words=Said("For 1m")
)
BEFORE: tuple[Entry, ...] = (REGISTERED, SPECIFIED, CLAUSE, INSURE)
AGAIN = changed(SPECIFIED, happened_on=JUNE, version="2", requirements=(Point(id="R1", text=Said("Within 5 days")),))
LONGER = ExtensionDecided(happened_on=JUNE, taken=True, new_end_date=date(2028, 3, 31))


def view_of(*entries: Entry) -> FileView:
    return FileView.of(UUID(int=1), given(*BEFORE, *entries).file, {})


def terms(*entries: Entry) -> list[str]:
    return [one.term for one in unvaried(view_of(*entries), ON)]


def test_a_term_changed_without_a_variation_is_marked_and_due_to_be_varied() -> None:
    """TVP-3.0-3: in Obligations and Status, and by a duty, until it stands no longer or is put right."""
    more = changed(INSURE, happened_on=JUNE, words=Said("For 5m"))
    shorter = changed(CLAUSE, happened_on=JUNE, cure_period=Period(count=30, unit="calendar-days"))
    view = view_of(AGAIN, shorter, more, LONGER)

    assert [one.term for one in status(view).unvaried] == [
        "the specification", "clause 12", "clause 7 (PRV-002)", "the end date, 31 March 2028",
    ]  # fmt: skip
    open_ones = {one.duty.id: one.duty.sentence for one in due(duties(view), ON)}
    assert "what entry 6 changed in clause 12" in open_ones["varied/6"]
    assert {"varied/5", "varied/7", "varied/8"} <= set(open_ones)
    shown = {one.id: one.why for one in obligations(view, ON).obligations}
    assert shown["requirement/R1"] == "changed by no agreed variation: entry 2 has what was agreed, “Within 2 days”"
    assert shown["provision/PRV-001"] == "PRV-002 (entry 7) has “For 5m”, by no agreed variation"
    assert "provision/PRV-002" not in shown
    theirs = {one.id: one.why for one in obligations(view, ON, our_side=False).obligations}
    assert theirs["requirement/R1"] is theirs["provision/PRV-001"] is None


def test_what_was_changed_without_a_variation_names_what_was_agreed() -> None:
    """TVP-3.0-3: the entry of the last version that was agreed, and of a requirement its words; what stayed as it was
    agreed is not marked."""
    points = (Point(id="R1", text=Said("Within 2 days")), Point(id="R2", text=Said("Two carers")))
    both = changed(SPECIFIED, requirements=points)
    new = (Point(id="R1", text=Said("Within 5 days")), points[1], Point(id="R3", text=Said("By bus")))
    again = changed(AGAIN, requirements=new)
    yet_again = changed(again, happened_on=date(2025, 9, 1), version="3")
    shorter = changed(CLAUSE, happened_on=JUNE, cure_period=Period(count=30, unit="calendar-days"))
    more = changed(INSURE, happened_on=JUNE, words=Said("For 5m"))
    file = given(REGISTERED, both, CLAUSE, INSURE, again, shorter, more, LONGER, yet_again).file
    view = FileView.of(UUID(int=1), file, {})

    assert {one.position: one.agreed for one in ever_unvaried(view)} == {5: 2, 6: 3, 7: 4, 8: 1, 9: 2}
    shown = {one.id: one.why for one in obligations(view, ON).obligations}
    assert shown["requirement/R1"] == "changed by no agreed variation: entry 2 has what was agreed, “Within 2 days”"
    assert shown["requirement/R2"] is None
    assert shown["requirement/R3"] == "brought in by no agreed variation: entry 2 has nothing of it"


def test_a_requirement_whose_words_cannot_be_read_is_not_taken_to_say_what_was_agreed() -> None:
    """TVP-3.0-3: where they are withheld, or were erased, nobody can tell; the entry that has them is named."""
    kept = [(Point(id="R1", text=Kept(digest=word * 43)),) for word in "ab"]
    issued = (changed(SPECIFIED, requirements=kept[0]), changed(AGAIN, requirements=kept[1]))
    file = given(REGISTERED, *issued).file

    [shown] = [
        one for one in obligations(FileView.of(UUID(int=1), file, {}), ON).obligations if one.id == "requirement/R1"
    ]

    assert shown.sentence == "R1: [withheld]"
    assert shown.why == "changed by no agreed variation: entry 2 has what was agreed"


def test_a_return_that_an_unvaried_specification_asks_for_more_often_says_so() -> None:
    """TVP-3.0-3: as what it requires does; a report that the procedure asks for by itself does not."""
    monthly = changed(AGAIN, return_schedule=(ReturnSchedule(kind="Staffing return", every_months=1),))

    shown = {one.id: one for one in obligations(view_of(monthly), ON).obligations}

    staffing = shown["report/Staffing return"]
    assert (staffing.why, staffing.entries[-1]) == (
        "6 periods missing; changed by no agreed variation: entry 2 has what was agreed", 5,
    )  # fmt: skip
    assert "no agreed variation" not in (shown["report/performance report"].why or "")


def test_a_term_changed_by_a_variation_or_as_it_always_was_is_not_marked() -> None:
    """TVP-3.0-3."""
    agreed = VariationAgreed(happened_on=JUNE)

    assert terms() == []
    assert terms(agreed, changed(AGAIN, variation="VAR-001")) == []
    assert terms(AGAIN) == ["the specification"]
    assert terms(AGAIN, agreed, EntryCorrected(
        happened_on=JUNE, position=5, reason=Said("The variation"), replacement=changed(AGAIN, variation="VAR-001"),
    )) == []  # fmt: skip
    later = date(2025, 9, 1)
    assert (
        terms(AGAIN, changed(agreed, happened_on=later), changed(AGAIN, happened_on=later, variation="VAR-001")) == []
    )
    varied = VariationAgreed(happened_on=later, changes=(EndDateChange(becomes=date(2028, 3, 31)),))
    assert terms(LONGER) == ["the end date, 31 March 2028"]
    assert terms(LONGER, varied) == []


def test_a_term_changed_without_a_variation_stands_so_until_the_day_a_variation_takes_effect() -> None:
    """TVP-3.0-3: agreed in September from December on, it stays in Status, and due, until then."""
    september, december = date(2025, 9, 1), date(2025, 12, 1)
    view = view_of(
        AGAIN,
        VariationAgreed(happened_on=september, effective_from=december),
        changed(AGAIN, happened_on=september, effective_from=december, variation="VAR-001"),
    )
    facts = status(view)

    for day, said in ((date(2025, 11, 30), ["the specification"]), (december, [])):
        assert [one.term for one in unvaried(view, day)] == said
        assert [one.term for one in standing(facts, day).unvaried] == said
        assert ["varied/5" in {one.duty.id for one in due(duties(view), day)}] == [bool(said)]


THIRTY = ContractProvisionAgreed(
    happened_on=date(2025, 4, 1), provision="payment-time", clause="8", pay_within_days=30, protects=()
)
SIXTY = changed(THIRTY, happened_on=JUNE, pay_within_days=60)
INVOICE = InvoiceReceived(happened_on=date(2025, 6, 9), amount=Money(pence=100_00))


def test_a_variation_agreed_after_the_change_that_names_it_is_told_with_what_puts_it_right() -> None:
    """TVP-3.0-3: the specification corrected to name a variation that was agreed since."""
    july, named = date(2025, 7, 1), changed(AGAIN, variation="VAR-001")
    agreed = VariationAgreed(
        happened_on=july, changes=(SpecificationChange(becomes=Said("Five days")),), effective_from=JUNE
    )
    corrected = EntryCorrected(happened_on=july, position=5, reason=Said("Names it"), replacement=named)
    view = view_of(AGAIN, agreed, corrected)

    [one] = ever_unvaried(view)
    assert (one.named, one.named_on, one.agreed) == ("VAR-001", july, 2)
    [asked] = [one.duty.sentence for one in due(duties(view), ON) if one.duty.id == "varied/5"]
    assert "as of 1 July 2025, what entry 5 changed in the specification" in asked
    assert "VAR-001, the variation named for it, was agreed on 1 July 2025, after the change" in asked
    assert "no agreed variation" not in asked
    shown = {one.id: one.why for one in obligations(view, ON).obligations}
    assert shown["requirement/R1"] == (
        "changed before VAR-001, the variation named for it, was agreed on 1 July 2025: entry 2 has what was agreed,"
        " “Within 2 days”"
    )
    again = view_of(AGAIN, agreed, corrected, changed(named, happened_on=july))
    assert [(one.since, one.until) for one in ever_unvaried(again)] == [(JUNE, date(2025, 6, 30))]
    of_the_day = changed(named, happened_on=july, effective_from=JUNE)
    assert not terms(AGAIN, agreed, changed(corrected, replacement=of_the_day))
    of_another = changed(agreed, changes=(EndDateChange(becomes=date(2027, 6, 30)),))
    assert [one.named for one in ever_unvaried(view_of(AGAIN, of_another, corrected))] == [None]


def test_what_was_agreed_is_owed_until_a_variation_has_it_otherwise_and_the_other_is_told_beside() -> None:
    """TVP-3.0-3: an invoice of June is due in thirty days, whatever an entry says that no variation covers."""
    on = date(2025, 7, 1)

    def told(*entries: Entry) -> tuple[date | None, str, str | None]:
        view = view_of(THIRTY, *entries, INVOICE)
        [one] = [one.duty for one in due(duties(view), on) if one.duty.id == "invoice/INV-001"]
        shown = {one.id: one.why for one in obligations(view, on).obligations if one.sentence.startswith("Pay what")}
        return one.due_on, one.sentence, "; ".join(f"{one}: {why}" for one, why in shown.items())

    assert told() == (date(2025, 7, 9), "Pay £100 of INV-001, or record why it is withheld.", "provision/PRV-002: None")
    by, sentence, shown = told(SIXTY)
    assert (by, sentence) == (
        date(2025, 7, 9),
        "Pay £100 of INV-001, or record why it is withheld; PRV-003 has 60 days, by no agreed variation.",
    )
    assert shown == "provision/PRV-002: PRV-003 (entry 6) has “within 60 days”, by no agreed variation"
    assert [one.entries for one in obligations(view_of(THIRTY, SIXTY), on).obligations if one.id.endswith("-002")] == [
        (6, 5)
    ]
    agreed = VariationAgreed(happened_on=date(2025, 6, 1), changes=(OtherChange(name="clause 8", becomes=Said("60")),))
    varied = told(agreed, changed(SIXTY, variation="VAR-001"))
    assert varied == (
        date(2025, 8, 8), "Pay £100 of INV-001, or record why it is withheld.", "provision/PRV-003: None",
    )  # fmt: skip
    august = changed(agreed, happened_on=date(2025, 8, 1))
    since = [
        told(SIXTY, august, changed(SIXTY, happened_on=august.happened_on, variation="VAR-001")),
        told(
            VariationProposed(happened_on=date(2025, 5, 6)), changed(SIXTY, variation="VAR-001"),
            changed(august, variation="VAR-001"),
        ),
    ]  # fmt: skip
    assert {one[:2] for one in since} == {(by, sentence.replace("variation.", "variation until 31 July 2025."))}
    again = told(SIXTY, changed(SIXTY, happened_on=date(2025, 6, 3), pay_within_days=45))
    assert again[:1] == (date(2025, 7, 9),)
    assert "PRV-004 has 45 days" in again[1]


def test_a_time_for_payment_of_which_its_variation_says_another_number_of_days_says_so() -> None:
    """TVP-3.0-3: the words of a variation lie in the vault, where no rule reads them; Obligations does."""

    def why(becomes: str, name: str = "clause 8", days: int = 45) -> str | None:
        agreed = VariationAgreed(happened_on=date(2025, 6, 1), changes=(OtherChange(name=name, becomes=Said(becomes)),))
        view = view_of(THIRTY, agreed, changed(SIXTY, variation="VAR-001", pay_within_days=days))
        [one] = [one for one in obligations(view, ON).obligations if one.sentence.startswith("Pay what is due")]
        [theirs] = [one for one in obligations(view, ON, our_side=False).obligations if one.id == "provision/PRV-003"]
        assert theirs.why is None
        return one.why

    assert why("Pay within 60 days.") == "VAR-001 (entry 6) says “Pay within 60 days”"
    assert why("Pay within 60 days", days=60) is None
    assert why("45 days, not 60 days") is None
    assert why("Pay promptly, by clause 60") is None


def test_a_provision_that_a_later_variation_covers_stands_from_then_and_is_told_until_then() -> None:
    """TVP-3.0-3: once the variation named for it is agreed, or it is entered again as what one brought; by no other."""
    august = date(2025, 8, 1)
    agreed = VariationAgreed(happened_on=august, changes=(OtherChange(name="clause 8", becomes=Said("60")),))
    proposed = VariationProposed(happened_on=date(2025, 5, 6))
    named = changed(SIXTY, variation="VAR-001")
    again = changed(named, happened_on=august)

    def days(*entries: Entry) -> tuple[int, ...]:
        view = view_of(THIRTY, *entries)
        found = (pay_by(view.file, on) for on in (date(2025, 6, 9), date(2025, 9, 1)))
        return tuple(
            (by[0] - on).days for by, on in zip(found, (date(2025, 6, 9), date(2025, 9, 1)), strict=True) if by
        )

    assert days(SIXTY, agreed) == (30, 30)
    assert days(SIXTY, agreed, again) == (30, 60)
    assert days(proposed, named, changed(agreed, variation="VAR-001")) == (30, 60)
    assert days(SIXTY, agreed, changed(named, happened_on=august, pay_within_days=45)) == (30, 45)
    of_another = changed(agreed, changes=(OtherChange(name="clause 9", becomes=Said("60")),))
    assert days(SIXTY, of_another) == days(SIXTY, of_another, again) == (30, 30)
    assert days(SIXTY, changed(agreed, changes=())) == (30, 30)
    for entries in ((SIXTY, agreed, again), (proposed, named, changed(agreed, variation="VAR-001"))):
        view = view_of(THIRTY, *entries)
        assert [(one.since, one.until) for one in ever_unvaried(view)] == [(JUNE, date(2025, 7, 31))]
        [one] = [one for one in duties(view) if one.id.startswith("varied/")]
        assert one.ceases_on == august
    struck = EntryStruckOut(happened_on=august, position=5, reason=Said("Of another contract"))
    assert days(SIXTY, struck) == (60, 60)


def test_a_later_variation_of_its_clause_is_asked_about_and_has_no_figure_agreed_that_it_does_not_give() -> None:
    """TVP-3.0-3: one about an address for invoices makes no sixty days of thirty, nor takes the mark away."""
    august = date(2025, 8, 1)
    moved = VariationAgreed(
        happened_on=august, changes=(OtherChange(name="clause 8", becomes=Said("To a new address; thirty days stand")),)
    )

    def asked(*entries: Entry) -> str:
        view = view_of(THIRTY, *entries)
        assert pay_by(view.file, date(2025, 9, 1)) == (date(2025, 10, 1), 5)
        assert [one.until for one in ever_unvaried(view)] == [None]
        [one] = [one for one in due(duties(view), ON) if one.duty.id.startswith("varied/")]
        return one.duty.sentence

    say_so = (
        "say in a supplement to entry 6 why it departs from “What is provided stays as it is for the life of the"
        " contract unless a variation is agreed”"
    )
    assert asked(SIXTY).endswith("or correct that entry: no agreed variation is named for it.")
    assert asked(SIXTY, moved).endswith(
        "no agreed variation is named for it; VAR-001, agreed on 1 August 2025, is of its clause: if that agreed it,"
        f" enter the provision again with that variation named; if it did not, {say_so}."
    )
    assert asked(SIXTY, moved, changed(moved, happened_on=date(2025, 9, 1))).endswith(
        "; VAR-001, agreed on 1 August 2025, VAR-002, agreed on 1 September 2025, are of its clause: if one of them"
        f" agreed it, enter the provision again with that variation named; if none did, {say_so}."
    )
    assert "VAR-001" not in asked(SIXTY, changed(moved, changes=(OtherChange(name="clause 9", becomes=Said("2%")),)))


def test_that_no_variation_of_its_clause_agreed_a_provision_is_said_in_a_supplement() -> None:
    """TVP-3.0-3, docs/adr/0425: of those on file by then it is not asked again; it stays to be varied, or corrected."""
    august = date(2025, 8, 1)
    moved = VariationAgreed(happened_on=august, changes=(OtherChange(name="clause 8", becomes=Said("A new address")),))
    no = EntrySupplemented(
        happened_on=august, position=6, words=Said("VAR-001 is of the address alone"),
        completes=("provision.fixed-unless-varied",),
    )  # fmt: skip
    another = changed(no, completes=())

    def asked(*entries: Entry) -> str:
        [one] = [one for one in due(duties(view_of(THIRTY, SIXTY, *entries)), ON) if one.duty.id == "varied/6"]
        return one.duty.sentence.partition("; ")[2]

    assert asked(moved).startswith("VAR-001, agreed on 1 August 2025, is of its clause: if that agreed it")
    assert asked(moved, no) == asked(no) == ""
    assert "VAR-001" in asked(no, moved)
    assert "VAR-001" in asked(moved, another)
    later = asked(moved, no, changed(moved, happened_on=date(2025, 9, 1)))
    assert later.startswith("VAR-002, agreed on 1 September 2025, is of its clause")


def test_a_provision_changed_without_a_variation_stands_again_after_a_temporary_one() -> None:
    """TVP-3.0-3: "the earlier terms return"; it is due to be varied in each of these times."""
    more = changed(INSURE, happened_on=JUNE, words=Said("For 5m"))
    july = date(2025, 7, 1)
    view = view_of(
        more,
        VariationAgreed(happened_on=july, applies_until=date(2025, 7, 31)),
        changed(more, happened_on=july, variation="VAR-001"),
    )

    assert [(one.since, one.until) for one in ever_unvaried(view)] == [
        (JUNE, date(2025, 6, 30)), (date(2025, 8, 1), None),
    ]  # fmt: skip
    assert {one.id for one in duties(view) if one.id.startswith("varied")} == {"varied/5", "varied/5/2025-08-01"}


def test_what_comes_into_the_contract_without_a_variation_is_marked_and_due_to_be_varied() -> None:
    """TVP-3.0-3: it is asked for all the same, as a clause is that comes in late (docs/adr/0470)."""
    new = ContractProvisionAgreed(
        happened_on=JUNE, provision="milestone", owed_by="provider", clause="8.2", due_on=date(2025, 9, 1),
        words=Said("Open a second office"),
    )  # fmt: skip
    story, rule = given(*BEFORE, new), "provision.fixed-unless-varied"
    view = FileView.of(UUID(int=1), story.file, {})

    told = given(*BEFORE).when(new).departs_from(rule).last
    assert told is not None
    assert next(one.found for one in told.departures if one.rule == rule).startswith(
        "a milestone in clause 8.2 comes into the contract on 2 June 2025, and that began on 1 April 2025; no variation"
    )
    [one] = ever_unvaried(view)
    assert (one.term, one.mark) == ("clause 8.2 (PRV-002)", "brought in by no agreed variation")
    [asked] = [one.duty.sentence for one in due(duties(view), ON) if one.duty.id == "varied/5"]
    assert asked.startswith("Agree as a variation, and record, what entry 5 brought in, clause 8.2 (PRV-002), or corre")
    shown = {one.id: (one.state, one.why) for one in obligations(view, ON).obligations}
    assert shown["provision/PRV-002"] == ("late", "brought in by no agreed variation")
    later, named = changed(new, due_on=date(2025, 10, 1), replaces="PRV-002"), date(2025, 8, 1)
    agreed = VariationAgreed(happened_on=named, changes=(OtherChange(name="clause 8.2", becomes=Said("An office")),))
    [put_right] = ever_unvaried(view_of(new, agreed, changed(later, happened_on=named, variation="VAR-001")))
    assert (put_right.since, put_right.until) == (JUNE, date(2025, 7, 31))


def test_what_was_in_the_contract_from_its_start_came_in_by_a_variation_or_is_entered_elsewhere_is_not_marked() -> None:
    """TVP-3.0-3."""
    rule = "provision.fixed-unless-varied"
    new = ContractProvisionAgreed(happened_on=JUNE, provision="incentive", clause="8.3", amount=Money(pence=5))
    agreed = VariationAgreed(happened_on=JUNE)

    given(*BEFORE).when(changed(new, happened_on=date(2025, 4, 1))).keeps(rule)
    given(*BEFORE, agreed).when(changed(new, variation="VAR-001")).keeps(rule)
    given(*BEFORE, agreed).when(changed(new, clause=None, variation="VAR-001")).keeps(rule)
    given(*BEFORE).when(changed(new, entered=3)).keeps(rule)
    given(changed(REGISTERED, start_date=None)).when(new).keeps(rule)
    given(*BEFORE, VariationProposed(happened_on=JUNE)).when(changed(new, variation="VAR-001")).departs_from(rule)
    assert terms(new, EntryCorrected(
        happened_on=JUNE, position=5, reason=Said("It stood"), replacement=changed(new, happened_on=date(2025, 3, 20)),
    )) == []  # fmt: skip
    proposed, named = VariationProposed(happened_on=JUNE), changed(new, variation="VAR-001")
    assert terms(proposed, named) == ["clause 8.3 (PRV-002)"]
    assert terms(proposed, named, changed(agreed, happened_on=date(2025, 8, 1), variation="VAR-001")) == []
