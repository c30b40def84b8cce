"""Stories of contact between meetings, and of what was confirmed in writing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.entry import Actor
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised, ProviderRepresentationsReceived
from ledger.subjects.people import LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.records import EntryReclassified
from ledger.telling import first_told, talked_of
from ledger.words import Kept, Said
from projections.failings.failings_changed import may_differ
from projections.procedure.compliance import compliance
from projections.view import FileView
from tests.story import ANN, COUNTY, LEGAL, given
from tests.worked_through import view_of

PROVIDERS = Actor(person="Pat Price", office="provider-contract-manager", party="provider")
CALL = ContactLogged(
    happened_on=date(2025, 3, 10), direction="to-provider", means="call", summary=Said("Two visits missed on Sunday"),
    participants=(ANN, PROVIDERS), level="operational", concern=True,
)  # fmt: skip


def test_a_talk_that_raised_a_concern_wants_a_summary_until_one_is_sent() -> None:
    """TVP-5.1-2c."""
    story = given(CALL).then(lambda file: [c.id for c in file.contacts.unsummarised()] == ["CON-001"])

    story.when(
        ConversationSummarySent(happened_on=date(2025, 3, 12), contact="CON-001", recipients=(PROVIDERS,))
    ).keeps("contact.summarised-in-time", "contact.summary-says-of-what").then(
        lambda file: not file.contacts.unsummarised()
    )


def test_a_concern_is_not_first_put_to_the_provider_in_a_call() -> None:
    """TVP-5.1-2b: the e-mail two days later was not how the provider first heard of it."""
    rule, told = "contact.concern-first-in-recorded-form", "issue.told-in-recorded-form"
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    call = CALL.model_copy(update={"issue": "ISS-001"})
    mail = IssueNotifiedToProvider(happened_on=date(2025, 3, 12), issue="ISS-001", means="e-mail")
    before = mail.model_copy(update={"happened_on": date(2025, 3, 10)})

    story = given(raised).when(call).departs_from(rule)
    given(raised, before).when(call).keeps(rule)
    for other in ({"means": "e-mail"}, {"direction": "from-provider"}):
        assert rule not in given(raised).when(call.model_copy(update=other)).recorded().objections

    rows = {row.rule: row.state for row in compliance(view_of(story.when(mail).file), date(2025, 4, 1)).rules}
    assert (rows[rule], rows[told]) == ("departed", "not-yet")


def test_a_concern_put_to_the_provider_in_a_call_that_names_no_issue_is_one_first_heard_of_there() -> None:
    """TVP-5.1-2b."""
    rule = "contact.concern-first-in-recorded-form"

    given().when(CALL).departs_from(rule).recorded()
    for other in ({"means": "e-mail"}, {"direction": "from-provider"}, {"concern": False}):
        assert rule not in given().when(CALL.model_copy(update=other)).recorded().objections


def test_the_provider_hears_of_an_issue_for_the_first_time_once() -> None:
    """TVP-5.1-2b: a second call, or telling in a talk, is not how it first heard."""
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    call, later = CALL.model_copy(update={"issue": "ISS-001"}), date(2025, 3, 12)
    talk = IssueNotifiedToProvider(happened_on=date(2025, 3, 10), issue="ISS-001", means="unrecorded")
    rules = {"contact.concern-first-in-recorded-form", "issue.told-in-recorded-form"}

    for first, second in ((call, call), (call, talk), (talk, call), (talk, talk)):
        story = given(raised).when(first)
        assert rules & set(story.objections)
        again = story.when(second.model_copy(update={"happened_on": later})).recorded()
        assert not rules & set(again.objections)
    # A talk with one of our own officers told the provider nothing.
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    told_ann = talk.model_copy(update={"recipient": "Ann Ashe"})
    assert rules & set(given(lead, raised, told_ann).when(call).recorded().objections)


@pytest.mark.parametrize(
    ("theirs", "knew"),
    [
        ({}, True),
        ({"means": "call"}, True),
        ({"issue": None}, False),
        ({"happened_on": date(2025, 3, 11)}, False),
        ({"direction": "within-authority"}, False),
        ({"protection": "without-prejudice"}, False),
    ],
)
def test_a_provider_that_turned_to_the_authority_about_an_issue_does_not_first_hear_of_it_in_a_call(
    theirs: dict[str, object], knew: bool
) -> None:
    """TVP-5.1-2b."""
    rule, told = "contact.concern-first-in-recorded-form", "issue.told-in-recorded-form"
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    mail = ContactLogged(
        happened_on=date(2025, 3, 9), direction="from-provider", means="e-mail", issue="ISS-001", by=PROVIDERS,
        summary=Said("We missed two visits"),
    ).model_copy(update=theirs)  # fmt: skip
    talk = IssueNotifiedToProvider(happened_on=date(2025, 3, 10), issue="ISS-001", means="unrecorded")

    for heard, of in ((CALL.model_copy(update={"issue": "ISS-001"}), rule), (talk, told)):
        assert (of not in given(raised, mail).when(heard).recorded().objections) is knew


def test_a_provider_that_raised_an_issue_or_spoke_to_it_does_not_first_hear_of_it_in_a_call() -> None:
    """TVP-5.1-2b."""
    rule, call = "contact.concern-first-in-recorded-form", CALL.model_copy(update={"issue": "ISS-001"})
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    said = ProviderRepresentationsReceived(
        happened_on=date(2025, 3, 9), answers=2, stance="accepts", words=Said("We know")
    )

    given(raised).when(call).departs_from(rule)
    given(raised.model_copy(update={"by": PROVIDERS})).when(call).keeps(rule)
    given(raised, said).when(call).keeps(rule)


def test_the_level_of_a_contact_is_kept() -> None:
    """TVP-2.0-4."""
    given(CALL).then(lambda file: file.contacts.by_id["CON-001"].level == "operational")


def test_thames_valley_asks_at_which_level_the_parties_deal_with_each_other() -> None:
    """TVP-2.0-4: "taking place at multiple levels in the organisations"; no other procedure does."""
    bound = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="T", procedure="thames-valley/1")
    elsewhere = bound.model_copy(update={"procedure": "hampshire/1"})
    named = ProviderContactNamed(happened_on=date(2025, 1, 7), person="Priya Provider", role="contract-manager")
    unsaid = CALL.model_copy(update={"level": None})

    given(bound).when(CALL).keeps("contact.says-its-level")
    given(bound).when(unsaid).departs_from("contact.says-its-level")
    given(bound).when(unsaid.model_copy(update={"direction": "within-authority"})).keeps("contact.says-its-level")
    given(elsewhere).when(unsaid).keeps("contact.says-its-level")
    given(bound).when(named).departs_from("provider-contact.says-its-level")
    given(bound).when(named.model_copy(update={"level": "management"})).keeps("provider-contact.says-its-level")
    given(elsewhere).when(named).keeps("provider-contact.says-its-level")


def test_a_formal_letter_to_the_provider_is_from_somebody_empowered_that_day() -> None:
    """HCC-5.1-a: by what is on file lead officer, deputy, representative; or Legal Services."""
    rule = "contact.formally-by-a-person-empowered"
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    stranger = Actor(person="Sue Hart")
    letter = CALL.model_copy(update={"means": "letter", "formal": True, "participants": (PROVIDERS,), "by": ANN})

    given(lead).when(letter).keeps(rule)
    given(lead).when(letter.model_copy(update={"by": stranger})).departs_from(rule)
    given(lead).when(letter.model_copy(update={"by": stranger, "participants": (ANN,)})).keeps(rule)
    given(lead).when(letter.model_copy(update={"by": Actor(person="Lena Law", office="legal-services")})).keeps(rule)
    for other in ({"formal": False}, {"direction": "from-provider"}):
        given(lead).when(letter.model_copy(update={"by": stranger, **other})).keeps(rule)
    given(lead).when(letter.model_copy(update={"by": None})).keeps(rule)


def test_a_summary_that_went_to_others_is_none_the_provider_has() -> None:
    """TVP-5.1-2c: the talk still wants one, and an issue it was about has not been put in writing."""
    rule = "contact.summary-to-the-provider"
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    call = CALL.model_copy(update={"issue": "ISS-001"})
    sent = ConversationSummarySent(happened_on=date(2025, 3, 12), contact="CON-001", recipients=(ANN,))

    given(raised, call).when(sent, acknowledge_all=False).asked(rule)
    file = given(raised, call).when(sent).departs_from(rule).file
    assert ([one.id for one in file.contacts.unsummarised()], file.contacts.summaries) == (["CON-001"], {})
    given(raised, call).when(sent.model_copy(update={"recipients": (ANN, PROVIDERS)})).keeps(rule)
    by_office = Actor(person="Pat Price", office="provider-contract-manager")
    given(raised, call).when(sent.model_copy(update={"recipients": (by_office,)})).keeps(rule)


def test_a_summary_given_in_another_talk_is_none_in_writing() -> None:
    """TVP-5.1-2c: it is sent by e-mail; until then the talk wants one, and an issue it was about is not told of."""
    rule = "contact.summary-in-recorded-form"
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    story = given(raised, CALL.model_copy(update={"issue": "ISS-001"}))
    sent = ConversationSummarySent(happened_on=date(2025, 3, 12), contact="CON-001", issue="ISS-001")

    for spoken in ("telephone call", "Call", "by phone", "In person", "Verbally"):
        file = story.when(sent.model_copy(update={"means": spoken})).departs_from(rule).file
        assert ([one.id for one in file.contacts.unsummarised()], file.contacts.summaries) == (["CON-001"], {})
    for written in (
        "e-mail", "Letter", "Teams message", "note of the call", "E-mail after the call", "handed over in person",
        "read out over the telephone, written up",
    ):  # fmt: skip
        file = story.when(sent.model_copy(update={"means": written})).keeps(rule).file
        assert not file.contacts.unsummarised()
    brought = sent.model_copy(update={"means": "in person", "document": Kept("B" * 43)})
    assert not story.when(brought).keeps(rule).file.contacts.unsummarised()


def test_the_summary_of_a_talk_is_sent_by_e_mail_where_the_procedure_says_so() -> None:
    """TVP-5.1-2c: "OPCC will ... e-mail a summary"; a letter is one in writing, sent another way."""
    rule, theirs = "contact.summary-by-mail", ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Support", procedure="thames-valley/1"
    )  # fmt: skip
    sent = ConversationSummarySent(happened_on=date(2025, 3, 12), contact="CON-001")

    for means in ("letter", "portal", "Teams message"):
        by_another = sent.model_copy(update={"means": means})
        file = given(theirs, CALL).when(by_another).departs_from(rule).file
        assert not file.contacts.unsummarised()
        elsewhere = theirs.model_copy(update={"procedure": "hampshire/1"})
        given(elsewhere, CALL).when(by_another).keeps(rule)
    for means in ("e-mail", "Email", "secure e-mail after the call", "telephone call"):
        given(theirs, CALL).when(sent.model_copy(update={"means": means})).keeps(rule)


@pytest.mark.parametrize("part", [{"means": "e-mail"}, {"direction": "within-authority"}, {"concern": False}])
def test_what_is_in_writing_or_of_no_concern_wants_no_summary(part: dict[str, object]) -> None:
    """TVP-5.1-2b."""
    given(CALL.model_copy(update=part)).then(lambda file: not file.contacts.unsummarised())


def test_a_summary_follows_the_talk_and_soon() -> None:
    """TVP-5.1-2c."""
    story = given(CALL)

    story.when(ConversationSummarySent(happened_on=date(2025, 3, 9), contact="CON-001")).refused(
        "contact.summary-follows"
    )
    late = story.when(ConversationSummarySent(happened_on=date(2025, 3, 13), contact="CON-001"))
    late.departs_from("contact.summarised-in-time")
    late.when(ConversationSummarySent(happened_on=date(2025, 4, 1), contact="CON-001")).keeps(
        "contact.summarised-in-time"
    )


def test_a_summary_says_of_what() -> None:
    """TVP-5.1-2c."""
    given().when(ConversationSummarySent(happened_on=date(2025, 3, 9))).departs_from("contact.summary-says-of-what")


def test_a_summary_of_a_talk_about_an_issue_puts_that_issue_in_writing() -> None:
    """TC-04."""
    raised = IssueRaised(happened_on=date(2025, 3, 9), nature=Said("Missed visits"))
    summary = ConversationSummarySent(happened_on=date(2025, 3, 11), contact="CON-001")

    given(raised, CALL.model_copy(update={"issue": "ISS-001"}), summary).then(
        lambda file: file.contacts.summaries == {"ISS-001": ((date(2025, 3, 11), 4),)}
    )
    given(raised, ConversationSummarySent(happened_on=date(2025, 3, 11), issue="ISS-001")).then(
        lambda file: file.contacts.summaries == {"ISS-001": ((date(2025, 3, 11), 3),)}
    )


MAIL = ContactLogged(
    happened_on=date(2025, 3, 4), direction="to-provider", means="e-mail", issue="ISS-001", by=ANN,
    summary=Said("Two visits missed on Sunday"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, True),
        ({"participants": (ANN, PROVIDERS)}, True),
        ({"participants": (ANN,)}, True),  # it names who sent it, and not who got it
        ({"participants": (Actor(person="Pat Price"),)}, True),
        ({"protection": "confidential"}, True),
        ({"by": PROVIDERS}, False),
        ({"by": Actor(person="Fay Frost", party="third-party")}, False),
        ({"participants": (COUNTY,)}, False),
        ({"participants": (Actor(person="Fay Frost", party="third-party"),)}, False),
        ({"protection": "legal-advice", "audience": "legal"}, False),
        ({"protection": "without-prejudice"}, False),
    ],
)  # fmt: skip
def test_a_contact_tells_the_provider_of_an_issue_where_the_authority_openly_turned_to_it(
    parts: dict[str, object], told: bool
) -> None:
    """TVP-5.1-2a: what the provider enters of itself does nothing that the authority has to do (docs/adr/0193)."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Missed visits"), by=ANN)
    asked = read("thames-valley/1")
    for means, look in (("e-mail", first_told), ("call", lambda file, issue, _: talked_of(file, issue, date.max))):
        story = given(raised).when(MAIL.model_copy(update={**parts, "means": means})).recorded()

        assert (look(story.file, "ISS-001", asked) is not None) is told


def test_an_e_mail_found_privileged_afterwards_is_no_longer_shown_to_have_told_the_provider() -> None:
    """TVP-5.1-2a."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Missed visits"), by=ANN)
    advice = EntryReclassified(
        happened_on=date(2025, 3, 9), position=3, new_audience="legal", new_protection="legal-advice",
        reason=Said("It is advice"), by=LEGAL,
    )  # fmt: skip
    story = given(raised, MAIL)
    assert first_told(story.file, "ISS-001", read("thames-valley/1")) is not None

    after = story.when(advice).recorded()

    assert first_told(after.file, "ISS-001", read("thames-valley/1")) is None
    views = [FileView.of(UUID(int=1), file, {}, default_procedure="thames-valley") for file in (story.file, after.file)]
    assert may_differ(*views) == {"ISS-001"}
