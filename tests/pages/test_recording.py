"""Recording through the forms, by a browser without JavaScript: what is typed, what stands against it, what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.reading import Page, Visitor, date_typed

C1 = "/contracts/C-1"
ISSUE = {"nature": "Two morning visits were missed", **date_typed("happened_on", 28, 5, 2025)}
PDF = ("letter.pdf", b"%PDF-1.7 a letter", "application/pdf")


def form(visitor: Visitor, kind: str, **query: Any) -> Page:
    page = visitor.get(f"{C1}/record/{kind}", **query)
    assert page.status == 200, page.text
    return page


def raise_issue(visitor: Visitor) -> Page:
    page = visitor.send(form(visitor, "issue-raised"), ISSUE)
    assert page.status == 200, page.text
    return page


def contact_typed(**more: Any) -> dict[str, Any]:
    return {**date_typed("happened_on", 28, 5, 2025), **more}


# --- the plain case -------------------------------------------------------------------------------------------------


def test_an_issue_is_recorded_and_shown(site: Site, officer: Visitor) -> None:
    page = officer.send(form(officer, "issue-raised"), ISSUE | {"by.who": "me"})

    assert page.status == 200
    assert str(page.answer.url).endswith("/entries/2?recorded=true")
    assert "Issue raised ISS-001 is entry 2 of this file." in page.text
    entry = site.book.file("C-1").known[-1].entry
    assert str(entry.by) == "Ann Ashe (lead officer)"


def test_who_records_what_is_withheld_from_them_is_told_that_it_is_recorded(site: Site) -> None:
    """HCC-9.4-e: in the answer to their own form, with what they sent and what stands against it; not on opening it."""
    officer = site.as_("contract-support-officer")  # who does not lead the contract, and so is not let read it
    typed = {**date_typed("happened_on", 28, 5, 2025), "words": "May we end it over Kingfisher?", "by.who": "me"}

    done = officer.send(form(officer, "legal-services-consulted"), typed)
    opened = officer.get(f"{C1}/entries/2", recorded="true")

    assert (done.status, site.book.file("C-1").position) == (200, 2), done.text
    assert "Legal services consulted is entry 2 of this file." in done.text
    assert "From now on it is withheld from you: legal advice." in done.text
    assert "May we end it over Kingfisher?" in done.text
    assert "consults them stays to be done" in done.text
    assert "no-store" in done.answer.headers["Cache-Control"]
    assert "This entry is there, and is withheld from you: legal advice." in opened.text
    assert "Kingfisher" not in opened.text


def test_who_did_it_may_be_somebody_else_and_not_two_at_once(site: Site, officer: Visitor) -> None:
    other = {"by.person": "Owen Pratt", "by.party": "provider"}

    both = officer.send(form(officer, "issue-raised"), ISSUE | other | {"by.who": "me"})
    done = officer.send(form(officer, "issue-raised"), ISSUE | other)

    assert both.status == 422
    assert "Done by should be you or somebody else, not both" in both.text
    assert done.status == 200, done.text
    recorded = site.book.file("C-1").known[-1]
    assert (str(recorded.entry.by), recorded.recorded_by.name) == ("Owen Pratt", "Ann Ashe")


@pytest.mark.records_nothing
def test_the_kinds_are_found_by_words_and_each_says_what_it_records(officer: Visitor) -> None:
    everything, found = officer.get(f"{C1}/record"), officer.get(f"{C1}/record", words="minutes circulated")

    assert "An issue with the service was noticed and noted." in everything.text
    assert "Most often" in everything.text
    assert [link for link in found.links if "/record/" in link] == [f"{C1}/record/meeting-minutes-circulated"]
    assert "Nothing is called that" in officer.get(f"{C1}/record", words="qqqq").text


@pytest.mark.parametrize("word", ["letter", "email", "e-mail", "complaint", "visit"])
@pytest.mark.records_nothing
def test_a_kind_is_found_by_what_its_fields_offer_where_none_is_called_that(officer: Visitor, word: str) -> None:
    found = officer.get(f"{C1}/record", words=word)

    links = [link.rpartition("/")[2] for link in found.links if "/record/" in link]
    assert 0 < len(links) < 15
    expected = {"complaint": "complaint-received", "visit": "activity-recorded"}
    assert expected.get(word, "issue-notified-to-provider") in links


def test_a_link_fills_in_what_it_knows(officer: Visitor) -> None:
    raise_issue(officer)

    page = form(officer, "issue-notified-to-provider", issue="ISS-001")

    assert page.form().values()["issue"] == ["ISS-001"]


def test_what_is_on_the_file_is_offered_by_its_id_and_in_words(officer: Visitor) -> None:
    raise_issue(officer)

    page = form(officer, "issue-notified-to-provider")

    assert page.form().offers("issue", "ISS-001")
    assert "Two morning visits were missed" in page.text


def test_only_a_meeting_still_to_be_held_is_offered_to_be_held_and_minutes_are_of_one_that_was(
    site: Site, officer: Visitor
) -> None:
    for month in (5, 7):
        arranged = date_typed("happened_on", 1, 5, 2025) | date_typed("planned_for", 20, month, 2025)
        page = officer.send(form(officer, "meeting-scheduled"), arranged)
        officer.send(page, ticked(page, reason="x")) if page.status == 422 else None
    held = officer.send(form(officer, "meeting-held"), {"meeting": "MTG-001", **date_typed("happened_on", 20, 5, 2025)})
    officer.send(held, ticked(held, reason="x")) if held.status == 422 else None

    to_hold, minutes = form(officer, "meeting-held"), form(officer, "meeting-minutes-recorded")

    assert [name for name in to_hold.form().options("meeting") if name] == ["MTG-002"]
    assert [name for name in minutes.form().options("meeting") if name] == ["MTG-001"]
    assert "MTG-001: held on 20 May 2025" in minutes.text


# --- faults at fields -----------------------------------------------------------------------------------------------


@pytest.mark.records_nothing
def test_every_fault_is_told_at_its_field_and_nothing_typed_is_lost(site: Site, officer: Visitor) -> None:
    before = site.entries
    typed = {"happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "2025", "standards": "S1\nS2"}

    page = officer.send(form(officer, "issue-raised"), typed)

    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    assert "Raised on must be a real day, such as 27 3 2025" in page.text
    assert "What was wrong is missing" in page.text
    assert {"#happened_on-day", "#nature"} <= set(page.links)
    values = page.form().values()
    assert values["happened_on-day"] == ["31"]
    assert values["standards"] == ["S1\nS2"]
    assert site.entries == before


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (("", "3", "2025"), "must include a day"),
        (("", "", "2025"), "must include a day and a month"),
        (("1", "13", "2025"), "must be a real day"),
        (("29", "2", "2025"), "must be a real day"),
        (("1", "1", "25"), "must have a year in full"),
        (("1", "1", "2099"), "is after today"),
        (("1", "1", "1025"), "is before 1900"),
        (("x", "1", "2025"), "must be a real day"),
        (("١", "1", "2025"), "must be a real day"),
    ],
)
@pytest.mark.records_nothing
def test_a_day_that_cannot_be_is_told_what_would_be_right(officer: Visitor, day: tuple[str, ...], says: str) -> None:
    typed = dict(zip(("happened_on-day", "happened_on-month", "happened_on-year"), day, strict=True))

    page = officer.send(form(officer, "issue-raised"), {"nature": "x", **typed})

    assert page.status == 422
    assert says in page.text
    assert [page.form().values()[name][0] for name in typed] == list(day)


@pytest.mark.parametrize("words", ["a\x00b", "x" * 20_001])
@pytest.mark.records_nothing
def test_words_the_ledger_cannot_hold_are_told_at_their_field(site: Site, officer: Visitor, words: str) -> None:
    before = site.entries

    page = officer.send(form(officer, "issue-raised"), ISSUE | {"nature": words})

    assert page.status == 422
    assert "#nature" in page.links
    assert site.entries == before


def test_markup_that_is_typed_is_words_and_nothing_else(officer: Visitor) -> None:
    words = "<script>alert(1)</script> \"'><b>"

    page = officer.send(form(officer, "issue-raised"), ISSUE | {"nature": words})
    again = officer.send(form(officer, "issue-raised"), {"nature": words})

    assert words in page.text
    assert "<script>alert" not in page.html + again.html
    assert again.form().values()["nature"] == [words]


@pytest.mark.records_nothing
def test_a_kind_there_is_not_is_not_found(officer: Visitor) -> None:
    page = officer.get(f"{C1}/record/issue-rased")

    assert page.status == 404
    assert "issue-raised" in page.text


# --- objections -----------------------------------------------------------------------------------------------------


def objected(officer: Visitor) -> Page:
    """An issue of 2 April of which the provider was told on 30 May: procedure asks for more haste, and for a reason."""
    officer.send(form(officer, "issue-raised"), ISSUE | date_typed("happened_on", 2, 4, 2025))
    typed = {"issue": "ISS-001", "means": "e-mail", **date_typed("happened_on", 30, 5, 2025)}
    return officer.send(form(officer, "issue-notified-to-provider"), typed)


def test_an_objection_stands_beside_its_field_with_its_rule_citation_and_what_was_found(
    site: Site, officer: Visitor
) -> None:
    page = objected(officer)

    assert page.status == 422
    assert site.entries == 3
    assert page.html.index('id="_departure.0"') < page.html.index('id="happened_on-day"')
    assert page.html.index('id="_departure.0"') > page.html.index('id="record-form"')
    assert "Day-to-day issues are put to the provider as they arise" in page.text
    assert "(HCC-7.6" in page.text
    assert "#_departure.0.yes" in page.links
    assert page.form().values()["means"] == ["e-mail"]


def test_whoever_departs_from_the_procedure_is_told_that_it_can_be_recorded(officer: Visitor) -> None:
    said = "Nothing is recorded yet. This departs from the procedure. If it is what happened, say so"

    assert said in objected(officer).text
    assert said not in officer.send(form(officer, "issue-raised"), {}).text


def ticked(page: Page, **more: str) -> dict[str, Any]:
    names = [name for name in page.form().names if name.startswith("_departure.") and name.endswith(".yes")]
    said: dict[str, Any] = {}
    for name in names:
        stem = name.removesuffix(".yes")
        asked = {f"{stem}.{part}": words for part, words in more.items() if f"{stem}.{part}" in page.form().names}
        said |= {name: "yes"} | asked
    return said


def test_an_acknowledged_departure_is_recorded_with_its_reason(site: Site, officer: Visitor) -> None:
    page = objected(officer)

    done = officer.send(page, ticked(page, reason="Nobody was there to write"))

    assert done.status == 200, done.text
    assert "Departures from procedure" in done.text
    assert "Reason given: Nobody was there to write" in done.text
    assert site.book.file("C-1").known[-1].departures


def test_a_departure_that_is_not_acknowledged_is_not_recorded(site: Site, officer: Visitor) -> None:
    page = objected(officer)

    again = officer.send(page, {})

    assert again.status == 422
    assert site.entries == 3


def test_a_departure_that_asks_for_a_reason_is_not_recorded_without_one(site: Site, officer: Visitor) -> None:
    page = objected(officer)

    again = officer.send(page, ticked(page))

    assert again.status == 422
    assert "Say why the procedure was not kept: " in again.text  # which of several: what was found is said with it
    assert again.form().values().get("_departure.0.yes") == ["yes"]
    assert site.entries == 3


def test_an_acknowledgement_goes_when_the_entry_is_changed_so_that_the_rule_is_kept(
    site: Site, officer: Visitor
) -> None:
    page = objected(officer)

    done = officer.send(page, ticked(page, reason="x") | date_typed("happened_on", 2, 4, 2025))

    assert done.status == 200, done.text
    assert site.book.file("C-1").known[-1].departures == ()


@pytest.mark.records_nothing
def test_an_entry_that_is_not_there_is_said_at_the_field_that_names_it(officer: Visitor) -> None:
    typed = {"nature": "late", "evidence": "9999", **date_typed("happened_on", 28, 5, 2025)}

    page = officer.send(form(officer, "issue-raised"), typed)

    assert page.status == 422
    assert page.text.count("There is no entry 9999 on this file") == 2  # in the summary, and at its field
    assert "evidence.0" not in page.text.lower()


@pytest.mark.records_nothing
def test_a_number_that_is_none_is_said_in_words_and_offices_are_offered_by_their_titles(officer: Visitor) -> None:
    said = officer.get(f"{C1}/entries/abc").text

    assert "The number of the entry should be a whole number" in said
    assert "path.position" not in said
    assert "legal-services, provider-contract-manager" not in form(officer, "issue-raised").text


@pytest.mark.records_nothing
def test_a_length_of_time_without_its_unit_is_said_of_the_field_it_belongs_to(officer: Visitor) -> None:
    typed = {"notice_kind": "default", "remedy_period.count": "10", **date_typed("happened_on", 28, 5, 2025)}

    page = officer.send(form(officer, "notice-served"), typed)

    assert "Remedy period: unit is missing" in page.text


def test_a_notice_whose_validity_cannot_be_told_says_so_before_it_is_recorded(site: Site, officer: Visitor) -> None:
    """What is missing is said with the form, where it can be added; sent again as it is, it is recorded."""
    before = site.entries
    typed = {"notice_kind": "general", "by.who": ["me"], **date_typed("happened_on", 28, 5, 2025)}

    told = officer.send(form(officer, "notice-served"), typed)

    assert told.status == 422
    assert site.entries == before
    assert "Whether it was validly served cannot be told" in told.text
    again = officer.send(told, ticked(told, reason="the letter is all there is"))
    assert again.status == 200, again.text
    assert site.entries == before + 1


@pytest.mark.records_nothing
def test_a_sum_that_cannot_be_read_is_one_error_and_one_below_nothing_is_said_in_pounds(officer: Visitor) -> None:
    added = officer.send(form(officer, "variation-agreed"), {"changes.sort": "annual-value", "_add": "changes"})
    for text, says in (("1,2,3", "must be pounds and pence"), ("-5", "is -£5; the least is £0")):
        page = officer.send(added, {"changes.0.becomes": text, **date_typed("happened_on", 28, 5, 2025)})
        assert f"becomes {says}" in page.text
        assert "ecomes is missing" not in page.text


@pytest.mark.records_nothing
def test_what_contradicts_the_file_is_refused_and_said(site: Site, officer: Visitor) -> None:
    before = site.entries
    typed = {"position": "77", "words": "more", **date_typed("happened_on", 28, 5, 2025)}

    page = officer.send(form(officer, "entry-supplemented"), typed)

    assert page.status == 422
    assert "There is no entry 77 on this file" in page.text
    assert "position:" not in page.text
    assert "contradicts the file" in page.text
    assert site.entries == before


def test_an_authorisation_on_file_can_be_relied_on(site: Site, officer: Visitor) -> None:
    authorised = {
        "rule": "variation.support-officer-consulted",
        "what_for": "The autumn hours",
        "reason": "It cannot wait",
        "by.who": "me",
    }
    manager = site.as_("county-manager")
    done = manager.send(form(manager, "departure-authorised"), authorised | date_typed("happened_on", 27, 5, 2025))
    assert done.status == 200, done.text

    page = officer.send(form(officer, "variation-agreed"), date_typed("happened_on", 28, 5, 2025))
    assert page.status == 422
    [name] = [name for name in page.form().names if name.endswith(".authorisation")]
    assert page.form().options(name) == ["", "AUT-001"]
    done = officer.send(page, ticked(page, reason="It could not wait") | {name: "AUT-001"})

    assert done.status == 200, done.text
    assert "Authorised" in done.text


def test_a_termination_against_all_rules_is_recorded_as_purported_and_the_contract_stays_live(site: Site) -> None:
    officer = site.as_("lead-officer")
    typed = {
        "notice_kind": "termination", "method": "e-mail", "extent": "full", "by.who": "me",
        **date_typed("happened_on", 31, 5, 2025), **date_typed("ends_on", 31, 5, 2025),
    }  # fmt: skip

    page = officer.send(form(officer, "notice-served"), typed)

    assert page.status == 422
    assert "recorded as purported" in page.text
    assert [name for name in page.form().names if name.endswith(".reason")]
    done = officer.send(page, ticked(page, reason="It was sent on a Saturday", claimed="The team manager agreed"))
    assert done.status == 200, done.text
    assert "Purported" in done.text
    assert "Live" in officer.get(C1).text


# --- sent twice, sent from elsewhere --------------------------------------------------------------------------------


def test_a_form_sent_twice_is_recorded_once_and_answered_the_same(site: Site, officer: Visitor) -> None:
    page = form(officer, "issue-raised")

    first, second = (officer.send(page, ISSUE, follow=False).answer for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert site.entries == 3


def test_a_form_sent_again_with_other_words_is_not_taken_for_the_first(site: Site, officer: Visitor) -> None:
    page = form(officer, "issue-raised")
    officer.send(page, ISSUE)

    again = officer.send(page, ISSUE | {"nature": "Something else"})
    anew = officer.send(again, {})

    assert again.status == 409
    assert "this form was recorded once already" in again.text.lower()
    assert again.form().values()["nature"] == ["Something else"]
    assert anew.status == 200
    assert site.entries == 4


@pytest.mark.parametrize(
    "headers",
    [{"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Sec_Fetch_Site": "same-site"}],
)
@pytest.mark.parametrize("path", [f"{C1}/record/issue-raised", "/contracts/new", "/person", "/sign-out"])
@pytest.mark.records_nothing
def test_a_form_sent_from_another_site_is_refused(
    site: Site, officer: Visitor, path: str, headers: dict[str, str]
) -> None:
    before = site.entries

    page = officer.post(path, ISSUE | {"person": "provider"}, follow=False, **headers)

    assert page.status == 403
    assert "set-cookie" not in page.answer.headers
    assert site.entries == before


# --- lists, documents, nested values --------------------------------------------------------------------------------


def test_steps_of_a_plan_are_added_and_taken_out_one_by_one(site: Site, officer: Visitor) -> None:
    raise_issue(officer)
    page = officer.send(form(officer, "resolution-plan-proposed"), contact_typed(issues="ISS-001", _add="steps"))
    page = officer.send(page, {"steps.0.what": "Hire two carers", "_add": "steps"})
    page = officer.send(page, {"steps.1.what": "Nonsense", "_add": "steps"})
    page = officer.send(
        page, {"steps.2.what": "Hand rounds over in writing", **date_typed("steps.2.due_on", 1, 7, 2025)}
    )
    page = page if page.status == 200 else officer.send(page, ticked(page, reason="x"))
    assert page.status == 200, page.text
    assert [step.what.digest is not None for step in site.book.file("C-1").known[-1].entry.steps] == [True] * 3  # type: ignore[attr-defined]
    assert "Hire two carers" in page.text


@pytest.mark.records_nothing
def test_an_item_taken_out_moves_the_others_up_and_keeps_their_words(officer: Visitor) -> None:
    page = form(officer, "resolution-plan-proposed")
    for number, what in enumerate(("one", "two", "three")):
        page = officer.send(page, {"_add": "steps"})
        page = officer.send(page, {f"steps.{number}.what": what, "_remove": "nothing.9"})

    page = officer.send(page, {"_remove": "steps.1"})

    values = page.form().values()
    assert page.status == 200
    assert [values[f"steps.{n}.what"] for n in range(2)] == [["one"], ["three"]]
    assert "steps.2.what" not in values


def test_a_fault_inside_an_item_is_told_at_its_field(officer: Visitor) -> None:
    raise_issue(officer)
    page = officer.send(form(officer, "resolution-plan-proposed"), contact_typed(issues="ISS-001", _add="steps"))

    page = officer.send(page, {"steps.0.owner": "Ann", "steps.0.due_on-day": "40"})

    assert page.status == 422
    assert {"#steps.0.due_on-day", "#steps.0.what"} <= set(page.links)


def test_changes_of_a_variation_are_of_several_sorts_each_with_its_own_fields(site: Site, officer: Visitor) -> None:
    page = officer.send(
        form(officer, "variation-agreed"), contact_typed(**{"changes.sort": "total-value", "_add": "changes"})
    )
    page = officer.send(page, {"changes.sort": "end-date", "_add": "changes", "changes.0.becomes": "2,402,000.50"})
    page = officer.send(page, date_typed("changes.1.becomes", 31, 12, 2028))
    page = page if page.status == 200 else officer.send(page, ticked(page, reason="It was agreed by letter"))

    assert page.status == 200, page.text
    changes = site.book.file("C-1").known[-1].entry.changes  # type: ignore[attr-defined]
    assert [change.term for change in changes] == ["total-value", "end-date"]
    assert changes[0].becomes.pence == 240200050
    assert "£2,402,000.50" in page.text


@pytest.mark.records_nothing
def test_a_fault_in_a_change_is_told_at_its_field(officer: Visitor) -> None:
    page = officer.send(
        form(officer, "variation-agreed"), contact_typed(**{"changes.sort": "total-value", "_add": "changes"})
    )

    page = officer.send(page, {"changes.0.becomes": "about a million"})

    assert page.status == 422
    assert "must be pounds and pence" in page.text
    assert "#changes.0.becomes" in page.links
    assert page.form().values()["changes.0.becomes"] == ["about a million"]


def test_a_document_is_filed_at_once_and_is_still_there_when_a_field_was_wrong(site: Site, officer: Visitor) -> None:
    page = officer.send(form(officer, "note-made"), {"words": "A letter came"}, files=[("exhibits.file", PDF)])

    assert page.status == 422
    assert page.form().values()["exhibits.title"] == ["letter.pdf"]
    done = officer.send(page, {**date_typed("happened_on", 28, 5, 2025), "exhibits.title": "Letter of 27 May"})
    assert done.status == 200, done.text
    link = next(link for link in done.links if link.startswith("/documents/"))
    assert officer.get(link).answer.content == PDF[1]
    assert "Letter of 27 May" in done.text


def test_a_document_can_be_left_out_again(officer: Visitor) -> None:
    files = [("exhibits.file", PDF), ("exhibits.file", ("b.txt", b"other", "text/plain"))]
    page = officer.send(form(officer, "note-made"), {}, files=files)

    page = officer.send(page, {"_remove-document": "exhibits.0"})

    assert page.form().values()["exhibits.title"] == ["b.txt"]


@pytest.mark.records_nothing
def test_an_empty_document_is_told_at_its_field(officer: Visitor) -> None:
    page = officer.send(
        form(officer, "note-made"), {"words": "x", **date_typed("happened_on", 28, 5, 2025)},
        files=[("exhibits.file", ("empty.pdf", b"", "application/pdf"))],
    )  # fmt: skip

    assert page.status == 422
    assert "empty.pdf cannot be filed" in page.text


@pytest.mark.records_nothing
def test_a_document_over_the_limit_is_told_at_its_field_and_the_words_are_kept(officer: Visitor) -> None:
    page = officer.send(
        form(officer, "note-made"), {"words": "kept", **date_typed("happened_on", 28, 5, 2025)},
        files=[("exhibits.file", ("big.bin", b"x" * 25_000_001, "application/octet-stream"))],
    )  # fmt: skip

    assert page.status == 422
    assert "big.bin has more than 25 MB, the limit" in page.text
    assert page.form().values()["words"] == ["kept"]


@pytest.mark.records_nothing
def test_a_form_beyond_all_limits_is_refused_with_what_to_do(site: Site, officer: Visitor) -> None:
    files = [("exhibits.file", (f"{n}.bin", b"x" * 20_000_000, "application/octet-stream")) for n in range(4)]

    page = officer.send(form(officer, "note-made"), {"words": "x"}, files=files)

    assert page.status == 413
    assert page.h1 == ["It is too large"]


# --- correcting -----------------------------------------------------------------------------------------------------


def test_an_entry_is_corrected_from_its_own_page_and_both_versions_are_shown(site: Site, officer: Visitor) -> None:
    entry = raise_issue(officer)
    link = next(link for link in entry.links if "entry-corrected" in link)
    page = officer.get(link)
    assert page.form().values()["replacement.nature"] == [ISSUE["nature"]]

    typed = {"reason": "It was three", "replacement.nature": "Three visits were missed"}
    done = officer.send(page, typed | date_typed("happened_on", 1, 6, 2025))

    assert done.status == 200, done.text
    corrected = officer.get(f"{C1}/entries/2")
    changed = corrected.text.partition("What the correction changed")[2].partition("The entry as corrected")[0]
    assert changed.split("As corrected ")[1].strip() == f"What was wrong {ISSUE['nature']} Three visits were missed"
    assert "<del" in corrected.html
    timeline = officer.get(f"{C1}/timeline")
    assert "First recorded as:" in timeline.text


@pytest.mark.parametrize("kind", ["entry-corrected", "entry-struck-out", "entry-supplemented"])
def test_what_a_correction_or_strike_out_is_about_is_said_and_today_is_offered(officer: Visitor, kind: str) -> None:
    officer.send(form(officer, "issue-raised"), ISSUE | {"nature": f"{ISSUE['nature']}."})

    page = form(officer, kind, position=2)

    said = f"entry 2, issue raised: ISS-001: issue raised: {ISSUE['nature']}"
    assert said in page.text
    assert page.text.partition(said)[2].replace(" ", "")[:2] != ".."
    typed = page.form().values()
    assert [typed[f"happened_on-{part}"] for part in ("day", "month", "year")] == [["2"], ["6"], ["2025"]]


@pytest.mark.parametrize("kind", ["entry-corrected", "entry-struck-out"])
def test_who_may_read_a_correction_is_not_asked_since_that_follows_from_the_entry(officer: Visitor, kind: str) -> None:
    raise_issue(officer)

    names = form(officer, kind, position=2).form().names

    assert "position" in names
    assert {"audience", "named", "protection"} & names == set()


def test_a_fault_in_the_corrected_entry_is_told_at_its_field(site: Site, officer: Visitor) -> None:
    raise_issue(officer)
    before = site.entries
    page = form(officer, "entry-corrected", position=2)

    page = officer.send(page, {"replacement.nature": "", "replacement.happened_on-day": "44"})

    assert page.status == 422
    assert {"#replacement.nature", "#replacement.happened_on-day", "#reason"} <= set(page.links)
    assert site.entries == before


@pytest.mark.records_nothing
def test_a_correction_asks_first_which_entry_was_wrong(officer: Visitor) -> None:
    assert "Which entry was wrong?" in form(officer, "entry-corrected").text
    assert "There is no such entry in force" in form(officer, "entry-corrected", position=99).text


def test_an_entry_struck_out_stays_readable(officer: Visitor) -> None:
    raise_issue(officer)
    typed = {"reason": "It was another contract", **date_typed("happened_on", 1, 6, 2025)}

    done = officer.send(form(officer, "entry-struck-out", position=2), typed)

    assert done.status == 200, done.text
    entry = officer.get(f"{C1}/entries/2")
    assert "Struck out by entry 3" in entry.text
    assert ISSUE["nature"] in entry.text


# --- opening a file -------------------------------------------------------------------------------------------------


def test_a_contracts_file_is_opened_with_a_form(site: Site, officer: Visitor) -> None:
    typed = {
        "reference": "C-2", "title": "Meals at home", "provider.name": "Plate Ltd", "total_value": "£1,250.50",
        **date_typed("happened_on", 2, 6, 2025),
    }  # fmt: skip

    done = officer.send(officer.get("/contracts/new"), typed)

    assert done.status == 200, done.text
    contract = site.book.file("C-2").agreement.contract
    assert contract is not None
    assert contract.total_value is not None
    assert contract.total_value.pence == 125050
    assert "Meals at home" in officer.get("/").text


@pytest.mark.records_nothing
def test_a_contract_is_opened_once(officer: Visitor) -> None:
    typed = {"reference": "C-1", "title": "Again", **date_typed("happened_on", 2, 6, 2025)}

    page = officer.send(officer.get("/contracts/new"), typed)

    assert page.status == 409
    assert "cannot be opened again" in page.text


@pytest.mark.records_nothing
def test_a_contract_without_a_reference_is_told_so(site: Site, officer: Visitor) -> None:
    page = officer.send(officer.get("/contracts/new"), {"title": "No name", **date_typed("happened_on", 2, 6, 2025)})

    assert page.status == 422
    assert "#reference" in page.links
    assert site.entries == 2


# --- providers ------------------------------------------------------------------------------------------------------


def test_a_provider_answers_and_what_it_records_is_shared(site: Site, officer: Visitor) -> None:
    officer.send(form(officer, "issue-raised"), ISSUE | {"audience": "shared"})
    provider = site.as_("provider")
    entry = provider.get(f"{C1}/entries/2")
    page = provider.get(next(link for link in entry.links if "/record/" in link and "answers=2" in link))

    typed = {"stance": "disputes", "words": "One visit was made", "by.who": "me"}
    done = provider.send(page, typed | date_typed("happened_on", 1, 6, 2025))

    assert done.status == 200, done.text
    recorded = site.book.file("C-1").known[-1]
    assert recorded.entry.audience == "shared"
    assert recorded.entry.by is not None
    assert recorded.entry.by.party == "provider"
    assert recorded.recorded_by.party == "provider"


def test_a_provider_does_not_reach_an_entry_that_is_not_shared(site: Site, officer: Visitor) -> None:
    raise_issue(officer)

    page = site.as_("provider").get(f"{C1}/entries/2")

    assert page.status == 404
    assert ISSUE["nature"] not in page.text
