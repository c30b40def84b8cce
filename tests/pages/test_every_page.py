"""Every page of the example, as each person may see it: whole, in order, and leading nowhere that is not there."""

from __future__ import annotations

import random
from urllib.parse import urlsplit

import pytest

from api.people import DEMO_PEOPLE
from tests.pages.conftest import Site
from tests.pages.reading import Page, Visitor
from tests.sampling import thorough

HOME, DAY = "/contracts/MCC-HC-014", "/contracts/MCC-DC-003"
OF_A_FILE = (
    "", "/timeline", "/failings", "/disputes", "/readiness", "/due", "/outcomes", "/plan", "/resources", "/briefing",
    "/performance", "/obligations", "/agenda", "/toolkit", "/compliance",
    "/procurement", "/exit", "/documents", "/survey", "/then-and-now", "/record",
    "/entries/1", "/record/issue-raised",
)  # fmt: skip
PAGES = (
    "/", "/due", "/portfolio", "/compliance", "/history", "/ledger", "/report", "/contracts/new", "/providers",
    "/providers/new", "/lessons", "/marks",
    *(DAY + part for part in OF_A_FILE),
)  # fmt: skip
INSIDERS = [name for name in DEMO_PEOPLE if name not in ("provider", "auditor")]


def check(page: Page) -> None:
    """What holds for every page."""
    assert len(page.h1) == 1, page.h1
    assert page.title.endswith("– Cleartrail")
    assert [name for name, times in page.ids.items() if times > 1] == []
    typed = [one for one in page.open_inputs if one.kind != "submit"]
    assert [one.name for one in typed if one.id not in page.labelled] == []
    assert "{{" not in page.html
    assert "{%" not in page.html
    levels = [int(level[1]) for level, _ in page.headings if level != "h1"]
    assert not levels or levels[0] == 2 or page.headings[0][0] != "h1"


@pytest.mark.parametrize("path", PAGES)
def test_the_authoritys_people_read_every_page(example: Site, path: str) -> None:
    """Each page is read by one of them, another for the page beside it and in each run; or by all."""
    first = PAGES.index(path) + random.randrange(len(INSIDERS))
    for person in INSIDERS if thorough() else (INSIDERS[first % len(INSIDERS)],):
        page = example.as_(person).get(path)

        assert page.status == 200, (person, page.text)
        assert "Simulated ledger" in page.text, person
        check(page)


@pytest.mark.parametrize("person", ["legal-services", "auditor"])
def test_who_makes_bundles_reads_their_page(example: Site, person: str) -> None:
    page = example.as_(person).get(f"{HOME}/bundle?purpose=auditor")

    assert page.status == 200, page.text
    assert "Left out: legal advice" in page.text
    assert ("Issue and download" in page.text) == (person == "legal-services")
    check(page)


def chance_of(address: str) -> float:
    """How many of such pages are walked to each time, of one: pages of one entry or one kind on one file only."""
    here = address.startswith(DAY)
    if "/entries/" in address or "/record/" in address:
        return (1 if thorough() else 1 / 12) if here else 0
    return 1 if here or thorough() or not address.startswith("/contracts/") else 1 / 3


def test_every_link_on_a_page_leads_somewhere(example: Site) -> None:
    officer = example.as_("lead-officer")
    pending, seen, left_out = ["/", HOME, DAY, f"{DAY}/entries/84"], set[str](), set[str]()

    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        page = officer.get(path)
        assert page.status == 200, f"{path}: {page.status}"
        if not page.html.lstrip().startswith("<!DOCTYPE html>"):
            continue
        check(page)
        fragments = {link[1:] for link in page.links if link.startswith("#")}
        assert fragments <= set(page.ids), f"{path}: {fragments - set(page.ids)}"
        for link in page.links:
            target = urlsplit(link)
            assert not target.netloc, f"{path} leads away: {link}"
            address = target.path or urlsplit(path).path
            if not link.startswith("/") or address in seen or address in left_out:
                continue
            (pending.append if random.random() < chance_of(address) else left_out.add)(address)

    assert len(seen) > 100
    assert f"{DAY}/entries/84" in seen


def test_nobody_knows_who_is_asking_until_they_say(example: Site) -> None:
    page = example.as_("").get(f"{DAY}/timeline", words="bus")

    assert page.status == 200
    assert page.h1 == ["Who are you?"]
    assert page.form("/person").values()["next"] == [f"{DAY}/timeline?words=bus"]
    assert all(person.name in page.text for person in DEMO_PEOPLE.values())
    check(page)


def test_a_person_is_chosen_from_the_list_and_goes_on_to_what_they_wanted(example: Site) -> None:
    nobody = example.as_("")
    page = nobody.get(DAY)

    answer = nobody.send(page, {"person": "auditor"}, form="/person", follow=False).answer

    assert answer.status_code == 303
    assert answer.headers["location"] == DAY
    assert "cleartrail-person=auditor" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "samesite=lax" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"]
)
def test_choosing_a_person_never_leads_to_another_site(example: Site, elsewhere: str) -> None:
    answer = example.as_("").post("/person", {"person": "auditor", "next": elsewhere}, follow=False).answer

    assert answer.headers["location"] == "/"


def test_nobody_is_chosen_who_is_not_in_the_list(example: Site) -> None:
    page = example.as_("").post("/person", {"person": "mayor", "next": "/"})

    assert page.status == 422
    assert "There is a problem" in page.text


# --- who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        "failings", "disputes", "readiness", "due", "outcomes", "resources", "procurement", "briefing", "performance",
        "agenda", "toolkit", "compliance",
    ],
)  # fmt: skip
def test_a_provider_never_sees_what_we_make_of_its_file(example: Site, part: str) -> None:
    page = example.as_("provider").get(f"{HOME}/{part}")

    assert page.status == 403
    assert page.h1 == ["You may not do that"]


@pytest.mark.parametrize("path", ["/due", "/ledger", "/contracts/new", "/portfolio", "/compliance"])
def test_a_provider_never_sees_the_authoritys_own_pages(example: Site, path: str) -> None:
    assert example.as_("provider").get(path).status == 403


def test_a_provider_sees_its_own_contract_and_no_other(example: Site) -> None:
    provider = example.as_("provider")

    own, other = provider.get("/"), provider.get(DAY)

    assert HOME in own.links
    assert DAY not in own.links
    assert other.status == 404
    assert "Tollgate" not in other.text


def test_a_providers_pages_lead_only_where_it_may_go(example: Site) -> None:
    provider = example.as_("provider")
    linked: set[str] = set()
    for path in ("", "/timeline", "/record", "/record/note-made"):
        page = provider.get(HOME + path)
        check(page)
        linked |= {link.split("#")[0] for link in page.links if link.startswith("/") and "/documents/" not in link}
    for link in linked:
        assert provider.get(link).status == 200, link


def test_a_providers_status_and_timeline_say_nothing_of_departures_or_worries(example: Site) -> None:
    provider = example.as_("provider")

    status, timeline = provider.get(HOME), provider.get(f"{HOME}/timeline")

    assert "departure" not in status.text.lower()
    assert "late or going wrong" not in status.text
    assert "cleartrail-departure" not in timeline.html
    assert "withheld" not in timeline.text.replace("Payment withheld", "")  # a kind one may look for


def test_a_provider_is_offered_only_what_it_may_record_and_never_who_may_read_it(example: Site) -> None:
    provider = example.as_("provider")

    form = provider.get(f"{HOME}/record/note-made").form()

    assert {"audience", "protection", "named"}.isdisjoint(form.names)
    assert provider.get(f"{HOME}/record/issue-raised").status == 404


def test_an_auditor_reads_and_is_offered_nothing_to_record(example: Site) -> None:
    auditor = example.as_("auditor")

    status = auditor.get(DAY)

    assert not any("/record" in link for link in status.links)
    assert auditor.get(f"{DAY}/record").status == 403
    assert auditor.get(f"{DAY}/record/issue-raised").status == 403
    assert auditor.post(f"{DAY}/record/issue-raised", {"nature": "x"}).status == 403


def test_privileged_advice_shows_an_auditor_that_it_is_there_and_no_word_of_it(example: Site) -> None:
    privileged = [
        r.position for r in example.book.file("MCC-HC-014").known if r.entry.protection == "legal-advice"
    ]  # fmt: skip

    page = example.as_("auditor").get(f"{HOME}/entries/{privileged[0]}")
    lawyers = example.as_("legal-services").get(f"{HOME}/entries/{privileged[0]}")

    assert "withheld from you: legal advice" in page.text
    assert lawyers.status == 200
    assert "withheld from you" not in lawyers.text


def test_a_document_is_given_out_to_whoever_may_see_an_entry_that_cites_it(example: Site) -> None:
    officer = example.as_("lead-officer")
    link = next(link for link in officer.get(f"{HOME}/timeline").links if link.startswith("/documents/"))

    answer = officer.get(link).answer

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["content-disposition"].endswith('.pdf"')
    assert example.as_("").get(link).h1 == ["Who are you?"]


# --- headers --------------------------------------------------------------------------------------------------------


def test_a_page_loads_nothing_from_elsewhere_and_may_not_be_framed(example: Site) -> None:
    headers = example.as_("auditor").get("/").answer.headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_page_has_no_script_or_style_written_into_it(example: Site) -> None:
    html = example.as_("auditor").get(DAY).html

    assert " style=" not in html
    assert " onclick=" not in html
    assert html.count("<script") == html.count('nonce="')


def test_stylesheet_and_script_are_our_own_files(example: Site) -> None:
    nobody = Visitor(example.client)
    html = nobody.get("/").html

    for path in ("/static/vendor/cleartrail.css", "/static/cleartrail.js", "/static/icon.svg"):
        assert path in html
        assert nobody.get(path).status == 200
    assert nobody.get("/static/../looks.py").status == 404


def test_whoever_reads_it_every_page_says_that_the_clock_is_simulated(example: Site) -> None:
    """What the authority's people read is looked at for that where each of their pages is read."""
    for person in ("", *DEMO_PEOPLE):
        assert "Simulated ledger" in example.as_(person).get(HOME).text, person


def test_the_ledgers_page_says_how_large_it_is_and_what_is_sealed(example: Site) -> None:
    text = example.as_("auditor").get("/ledger").text

    assert f"Entries {example.entries}" in text
    assert f"Sealed in the log all {example.entries}" in text
    assert "PostgreSQL" in text


def test_a_date_that_was_worked_out_shows_every_day_that_counts_and_why_the_others_do_not(example: Site) -> None:
    known = example.book.file("MCC-HC-014").known
    notice = next(r.position for r in known if r.given_id == "NOT-002")

    page = example.as_("auditor").get(f"{HOME}/entries/{notice}")

    assert "Friday 21 November 2025 day 1" in page.text
    assert "Saturday 22 November 2025 not counted: Saturday" in page.text
    assert "Thursday 4 December 2025 day 10" in page.text


# --- what each page says ----------------------------------------------------------------------------------------------


def test_the_status_counts_every_entry_and_says_how_many_of_them_are_withheld(example: Site) -> None:
    number = example.book.file("MCC-HC-014").position

    for person, withheld in (("legal-services", 0), ("lead-officer", 3), ("auditor", 5)):
        text = example.as_(person).get(HOME).text
        assert f"On file {number} entries" in text
        assert ("of them withheld from you" in text) == (withheld > 0)
        assert not withheld or f"{withheld} of them withheld from you" in text


def test_a_provider_is_told_only_of_what_is_shared_with_it(example: Site) -> None:
    text = example.as_("provider").get(HOME).text

    assert "shared with you" in text
    assert "No issue is open among what is shared with you." in text


def test_a_contract_that_ended_early_was_to_end_later(example: Site) -> None:
    text = example.as_("lead-officer").get(HOME).text

    assert "Was to end on 2 February 2028" in text
    assert "Ends on" not in text


def test_what_is_late_or_going_wrong_leads_to_where_it_is_shown(example: Site) -> None:
    page = example.as_("lead-officer").get(DAY)
    within = page.html.partition("cleartrail-worries")[2].partition("</ul>")[0]

    assert f'{DAY}/due">1 departure to ratify or refuse' in within
    assert f'{DAY}/entries/41">MTG-005 arranged for 27 May 2025' in within


def test_a_correction_that_leaves_the_sentence_as_it_was_does_not_show_it_twice(example: Site) -> None:
    auditor = example.as_("auditor")

    timeline, entry = auditor.get(f"{DAY}/timeline"), auditor.get(f"{DAY}/entries/1")

    assert "First recorded as: Contract MCC-DC-003 registered" not in timeline.text
    assert f"{DAY}/entries/1#corrected" in timeline.links
    assert "As corrected Total value £18,480,000 £184,800 The entry as corrected" in entry.text


def test_a_missing_link_is_said_once_where_it_is_missing_and_once_among_the_gaps(example: Site) -> None:
    text = example.as_("legal-services").get(f"{DAY}/failings").text

    assert text.count("No result of ISS-001 is on file") == 2


def test_each_condition_that_is_not_shown_is_reached_from_the_top_of_readiness(example: Site) -> None:
    page = example.as_("legal-services").get(f"{HOME}/readiness")

    # Once from the next act, and once from what is not shown.
    assert [link for link in page.links if link.startswith("#TC-")] == ["#TC-10-1", "#TC-10-1"]
    assert "Not shown to have been met in time TC-10" in page.text
