"""The timeline: every entry in words, and what was later made of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.entry import Actor, Entry, Money
from ledger.folding import fold
from ledger.kinds import BY_NAME
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.agreement import ContractRegistered, FileOpened, Organisation
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ResolutionPlanAgreed
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.notices import NoticeServed
from ledger.subjects.outcomes import PriorityConflictDealtWith, PriorityConflictIdentified
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import (
    ConsultationRecorded,
    CorrectionConfirmed,
    DepartureAuthorised,
    DepartureRatified,
    DocumentFiled,
    EntryCorrected,
    EntryReclassified,
    EntryStruckOut,
    EntrySupplemented,
    NoteMade,
)
from ledger.subjects.terms import NoticeAddressGiven
from ledger.subjects.variations import TotalValueChange, VariationAgreed
from ledger.words import Document, Kept, Said
from projections.timeline.line import Changed, Filters, Line, chronological
from projections.timeline.timeline import lines
from projections.timeline.touched_lines import touched
from projections.view import FileView, _Segment, _template, in_words
from tests.story import ANN, CLERK, COLLEAGUE, COUNTY, Story, given

MARCH = date(2025, 3, 3)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Home care, north", provider=Organisation(name="Care Ltd"),
    start_date=date(2025, 2, 1), end_date=date(2027, 1, 31), total_value=Money(pence=123_456_00), by=ANN,
)  # fmt: skip
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), standards=("4.1", "4.2"), by=ANN)
TOLD = IssueNotifiedToProvider(happened_on=MARCH, issue="ISS-001", means="e-mail", by=ANN)
SERVED = NoticeServed(
    happened_on=date(2025, 5, 1), happened_at=time(10), notice_kind="default", clause="31.1", method="hand",
    remedy_period=Period(count=1, unit="weeks"), address="1 High Street", by=ANN,
)  # fmt: skip


def told(story: Story, as_at: date | None = None) -> dict[int, Line]:
    """The lines of a story's file, by position."""
    return {line.position: line for line in lines(FileView.of(UUID(int=1), story.file, {}, as_at=as_at))}


def test_earlier_history_of_a_file_that_was_taken_on_is_marked_so() -> None:
    """What happened before the file was kept as things happened, and whatever that day is corrected to."""
    opened = FileOpened(
        happened_on=date(2025, 4, 1), reference="C-1", title="Home care, north", start_date=date(2024, 2, 1),
        contemporaneous_since=date(2025, 4, 1),
    )  # fmt: skip
    before, since = RAISED, RAISED.model_copy(update={"happened_on": date(2025, 4, 1)})
    story = given(opened, before, since)

    assert {position: line.taken_on for position, line in told(story).items()} == {1: False, 2: True, 3: False}
    earlier = opened.model_copy(update={"contemporaneous_since": date(2025, 3, 1)})
    mended = EntryCorrected(
        happened_on=date(2025, 4, 2), position=1, reason=Said("Kept since March"), replacement=earlier
    )
    after = story.when(mended).recorded()
    assert not any(line.taken_on for line in told(after).values())
    views = [FileView.of(UUID(int=1), one.file, {}) for one in (story, after)]
    assert touched(*views) is None
    assert not any(line.taken_on for line in told(given(REGISTERED, RAISED)).values())


def test_an_entry_is_said_in_the_words_of_its_class() -> None:
    said = told(given(REGISTERED, RAISED, TOLD))

    assert said[1].sentence == (
        "Contract C-1 registered: Home care, north, provider Care Ltd, from 1 February 2025 to 31 January 2027"
    )
    assert said[2].sentence == "ISS-001: issue raised: Visits missed (standard 4.1, 4.2)"
    assert said[3].sentence == "Provider told of ISS-001 by e-mail"
    assert (said[2].heading, said[2].kind, said[2].by) == ("Issue raised", "issue-raised", "Ann Ashe (lead officer)")


def test_a_consultation_on_something_other_is_said_to_be_about_another_matter() -> None:
    """HCC-A12-b."""
    advised = ConsultationRecorded(happened_on=MARCH, subject="other", consulted=ANN, advice=Said("Ask carers"))

    lines_of = told(given(REGISTERED, advised, advised.model_copy(update={"subject": "variation"})))

    assert "consulted about another matter: Ask carers" in lines_of[2].sentence
    assert "consulted about variation: Ask carers" in lines_of[3].sentence


def test_what_is_not_there_leaves_its_part_of_the_sentence_out() -> None:
    said = told(given(REGISTERED, RAISED.model_copy(update={"standards": ()})))

    assert said[2].sentence == "ISS-001: issue raised: Visits missed"


def test_a_text_that_ends_with_a_full_stop_goes_on_in_the_sentence_without_it() -> None:
    whole = RAISED.model_copy(update={"nature": Said("Visits were missed."), "standards": ()})
    told_of = TOLD.model_copy(update={"words": Said("Six visits were missed. Put it right.")})
    settled = PriorityConflictDealtWith(
        happened_on=MARCH, conflict="CFL-001", how="resolved", remedy=Said("Nights first."),
        agreed_with=(ConcernedGroup(who="families"),),
    )  # fmt: skip
    view = FileView.of(UUID(int=1), given(REGISTERED, whole, told_of).file, {})

    assert told(given(REGISTERED, whole))[2].sentence == "ISS-001: issue raised: Visits were missed."
    assert told(given(REGISTERED, whole, told_of))[3].sentence.endswith("Six visits were missed. Put it right.")
    after = given(REGISTERED, PriorityConflictIdentified(happened_on=MARCH), settled)
    assert told(after)[3].sentence == "CFL-001 resolved: Nights first; agreed with families"
    assert view.say((Said("Within two weeks."), Said("Within five days."))) == "Within two weeks; Within five days."
    assert view.say((Said("Six visits"), Said("two calls"))) == "Six visits, two calls"
    assert in_words("users-choice") == "what users choose"


def test_every_kind_has_a_sentence_made_of_its_own_fields() -> None:
    for kind in BY_NAME.values():
        fields = {part for part in _flat(_template(kind)) if not isinstance(part, str)}
        assert kind.line, f"{kind.__name__} has no sentence for the timeline"
        for part in fields:
            name = part.name  # type: ignore[attr-defined]  # a field of the template
            known = name == "id" or name in kind.model_fields or hasattr(kind, name)
            assert known, f"{kind.__name__}.line speaks of {name!r}, which it does not have"
        assert "{" not in "".join(part for part in _flat(_template(kind)) if isinstance(part, str))


def _flat(template: tuple[object, ...]) -> list[object]:
    return [inner for part in template for inner in (_flat(part.parts) if isinstance(part, _Segment) else [part])]


def test_names_of_the_procedure_are_said_in_words() -> None:
    assert in_words("service-failure") == "service failure"
    assert in_words("e-mail") == "e-mail"
    assert in_words("strategic-half-year") == "strategic half-year"
    assert in_words("northern-ireland") == "Northern Ireland"
    assert in_words("hampshire/1") == "hampshire/1"
    assert in_words("ISS-001") == "ISS-001"
    assert in_words("Home-Care Ltd") == "Home-Care Ltd"


def test_words_that_are_withheld_are_said_to_be() -> None:
    digest = "A" * 43
    entry = RAISED.model_copy(update={"nature": Kept(digest)})
    story = given(REGISTERED, entry)

    assert told(story)[2].sentence == "ISS-001: issue raised: [withheld] (standard 4.1, 4.2)"
    shown = lines(FileView.of(UUID(int=1), story.file, {digest: "Visits missed"}))
    assert shown[1].sentence == "ISS-001: issue raised: Visits missed (standard 4.1, 4.2)"


def test_money_and_people_are_said_as_they_are_written() -> None:
    meeting = MeetingHeld(happened_on=MARCH, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),), by=ANN)
    view = FileView.of(UUID(int=1), given(REGISTERED).file, {})

    assert told(given(REGISTERED, meeting))[2].sentence == "MTG-001: meeting held; present: Ann Ashe (lead officer)"
    assert view.say(Money(pence=123_456_00)) == "£123,456"
    assert view.say((True, None, time(9, 30))) == "yes, , 09:30"


def test_a_corrected_entry_shows_both_what_it_said_and_what_it_says() -> None:
    corrected = RAISED.model_copy(update={"happened_on": date(2025, 3, 1), "nature": Said("Visits late")})
    correction = EntryCorrected(
        happened_on=date(2025, 4, 1), position=2, reason=Said("misheard"), replacement=corrected
    )
    said = told(given(REGISTERED, RAISED, correction))

    assert said[2].sentence == "ISS-001: issue raised: Visits late (standard 4.1, 4.2)"
    assert said[2].happened_on == date(2025, 3, 1)
    assert said[2].first is not None
    assert said[2].first.sentence == "ISS-001: issue raised: Visits missed (standard 4.1, 4.2)"
    assert said[2].first.changed == (
        Changed(field="happened_on", was="3 March 2025", now="1 March 2025"),
        Changed(field="nature", was="Visits missed", now="Visits late"),
    )
    assert (said[2].corrected_by, said[3].amends) == (3, 2)
    assert [line.position for line in chronological(said.values())] == [1, 2, 3]


def test_an_entry_struck_out_stays_where_it_was_and_says_where_to_look() -> None:
    struck = EntryStruckOut(happened_on=date(2025, 4, 1), position=2, reason=Said("wrong file"))
    again = EntryStruckOut(happened_on=date(2025, 4, 2), position=3, reason=Said("right file after all"))

    assert told(given(REGISTERED, RAISED, struck))[2].struck_by == 3
    reinstated = told(given(REGISTERED, RAISED, struck, again))
    assert reinstated[2].struck_by is None
    assert reinstated[3].struck_by == 4


def test_a_correction_that_waits_for_a_second_person_says_so_until_it_is_confirmed() -> None:
    replacement = RAISED.model_copy(update={"nature": Said("Visits late")})
    correction = EntryCorrected(
        happened_on=date(2025, 4, 1), position=2, reason=Said("misheard"), replacement=replacement
    )
    waiting = given(REGISTERED, RAISED).when(correction, account=COLLEAGUE)
    confirmed = waiting.when(CorrectionConfirmed(happened_on=date(2025, 4, 2), position=3), account=CLERK)

    assert "Clive Clerk" in (told(waiting)[3].waiting or "")
    assert told(waiting)[2].waits_to_change == (3,)
    assert told(confirmed)[2].waits_to_change == ()
    assert told(waiting)[2].first is None
    assert told(confirmed)[3].waiting is None
    assert told(confirmed)[2].corrected_by == 3


def test_as_at_a_day_it_has_what_was_agreed_by_then_for_a_later_day_and_leaves_out_what_was_not() -> None:
    """TVP-3.0-10 and others: as at a day on which everybody knew of it, it is on file (docs/adr/0318)."""
    agreed = VariationAgreed(
        happened_on=date(2025, 6, 2), effective_from=date(2025, 9, 1), by=ANN,
        changes=(TotalValueChange(becomes=Money(pence=1)),),
    )  # fmt: skip
    story = given(REGISTERED, RAISED, agreed)
    before, then = (Story(fold(story.file.known, day)) for day in (date(2025, 6, 1), date(2025, 8, 31)))

    assert sorted(told(before, date(2025, 6, 1))) == [1, 2]
    assert sorted(told(then, date(2025, 8, 31))) == [1, 2, 3]
    assert sorted(told(story)) == [1, 2, 3]


def test_how_late_an_entry_was_recorded_is_told_in_days() -> None:
    story = given(REGISTERED, RAISED)
    said = told(Story(fold(replace(r, recorded_at=datetime(2025, 3, 20, 12, tzinfo=UTC)) for r in story.file.known)))

    assert (said[2].days_late, said[2].late) == (17, True)


def test_a_departure_is_shown_with_how_it_stands() -> None:
    varied = VariationAgreed(happened_on=date(2025, 6, 2), changes=(TotalValueChange(becomes=Money(pence=1)),), by=ANN)
    ratified = DepartureRatified(
        happened_on=date(2025, 6, 20), position=2, rule="variation.support-officer-consulted",
        reason=Said("It could not wait"), by=COUNTY,
    )  # fmt: skip
    story = given(REGISTERED, varied)

    def shown(now: Story) -> tuple[str, int | None]:
        [found] = [d for d in told(now)[2].departures if d.rule == "variation.support-officer-consulted"]
        return found.state, found.settled_at

    assert shown(story) == ("unauthorised", None)
    assert shown(story.when(ratified).recorded()) == ("ratified", 3)


def test_a_worked_date_that_would_now_come_out_otherwise_is_flagged_and_stays_as_stated() -> None:
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe", post="Service Manager", by=COUNTY)
    address = NoticeAddressGiven(
        happened_on=date(2025, 1, 7), party="provider",
        addresses=(NoticeAddress(method="hand", address="2 Low Street"),),
    )  # fmt: skip
    before = given(REGISTERED, lead, SERVED)
    after = before.when(address).recorded()

    assert told(before)[3].redated == ()
    assert told(after)[3].worked == told(before)[3].worked
    flagged = {change.what: (change.stated, change.now) for change in told(after)[3].redated}
    assert flagged["valid"] == (None, False)


def test_marks_are_shown_as_legal_services_last_set_them() -> None:
    legal = Actor(person="Lena Lawson", office="legal-services")
    changed = EntryReclassified(
        happened_on=date(2025, 4, 1), position=2, new_audience="legal", new_protection="litigation",
        reason=Said("proceedings"), by=legal,
    )  # fmt: skip
    said = told(given(REGISTERED, RAISED, changed))

    assert (said[2].audience, said[2].protection) == ("legal", "litigation")


def test_what_was_added_to_an_entry_later_is_named_on_it() -> None:
    added = EntrySupplemented(happened_on=date(2025, 4, 1), position=2, words=Said("Standard 4.3 too"))

    assert told(given(REGISTERED, RAISED, added))[2].supplemented_by == (3,)


def test_exhibits_are_shown_whichever_field_holds_them() -> None:
    letter = Document("a" * 64, "Letter of 3 March")
    filed = DocumentFiled(happened_on=MARCH, title="Letter", document=Said(letter))
    noted = NoteMade(happened_on=MARCH, words=Said("see the letter"), exhibits=(Kept("B" * 43),))
    said = told(given(REGISTERED, filed, noted))

    assert [(e.sha256, e.title) for e in said[2].exhibits] == [("a" * 64, "Letter of 3 March")]
    assert [(e.sha256, e.title) for e in said[3].exhibits] == [(None, None)]  # one there is, and it is withheld


def test_lines_are_kept_by_kind_party_day_and_reader() -> None:
    plan = ResolutionPlanAgreed(happened_on=date(2025, 4, 1), issues=("ISS-001",), by=ANN)
    found = told(given(REGISTERED, RAISED, TOLD, plan))

    def kept(filters: Filters) -> list[int]:
        return [position for position, line in found.items() if filters.keep(line)]

    assert kept(Filters()) == [1, 2, 3, 4]
    assert kept(Filters(kinds=("issue-raised", "resolution-plan-agreed"))) == [2, 4]
    assert kept(Filters(party="provider")) == []
    assert kept(Filters(since=MARCH, until=date(2025, 3, 31))) == [2, 3]
    assert kept(Filters(audiences=("shared",))) == [1, 3, 4]


def test_a_line_for_named_people_is_kept_for_those_named() -> None:
    note = NoteMade(happened_on=MARCH, words=Said("for two"), audience="named", named=("ann", "lena"))
    line = told(given(REGISTERED, note))[2]

    assert Filters(audiences=("shared", "internal"), account="lena").keep(line)
    assert not Filters(audiences=("shared", "internal"), account="bob").keep(line)


def test_a_line_is_the_same_after_it_was_stored() -> None:
    authorised = DepartureAuthorised(
        happened_on=MARCH, rule="issue.cites-standard", what_for=Said("this"), reason=Said("so"), by=COUNTY
    )
    entries: tuple[Entry, ...] = (REGISTERED, RAISED, TOLD, SERVED, authorised)
    for line in told(given(*entries)).values():
        assert Line.model_validate_json(line.model_dump_json(exclude_defaults=True)) == line


def test_an_entry_says_which_later_entries_in_force_name_it_or_what_it_began() -> None:
    """A notice's line leads on to what became of it, until that was struck out."""
    note = NoteMade(happened_on=MARCH, words=Said("Eleven visits missed"), by=ANN)
    raised = RAISED.model_copy(update={"evidence": (2,)})
    plan = ResolutionPlanAgreed(happened_on=MARCH, issues=("ISS-001",))
    story = given(REGISTERED, note, raised, TOLD, plan)
    struck = story.when(EntryStruckOut(happened_on=MARCH, position=4, reason=Said("Never sent"))).recorded()

    assert [line.cited_by for line in told(story).values()] == [(), (3,), (4, 5), (), ()]
    assert told(struck)[3].cited_by == (5,)
    assert told(struck)[4].struck_by == 6


def test_lines_with_departures_can_be_asked_for_alone() -> None:
    late = TOLD.model_copy(update={"happened_on": date(2025, 4, 3)})
    whole = REGISTERED.model_copy(update={"service_category": "social-care", "locality": "North", "by": None})
    said = told(given(whole, RAISED, late))

    assert [position for position, line in said.items() if Filters(departures=True).keep(line)] == [3]
    assert all(Filters().keep(line) for line in said.values())
