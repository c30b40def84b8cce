"""The example's pages, read by every person from the first link to the last: no word withheld from them is on any."""

from __future__ import annotations

import pytest

from api.people import DEMO_PEOPLE
from api.sight import Sight
from tests.api.test_nothing_leaks import contracts_of, hidden, withheld_words
from tests.pages.conftest import Site
from tests.sampling import some

OUR_OWN = ("Departures from procedure", "Not authorised", "Purported", "Not validly served", "cleartrail-departure")
PAST = "as_at=2025-12-01&known_at=150"


def everything(site: Site, person: str) -> str:
    """What a person reads across files; of each contract one page in ten, others in each run."""
    visitor = site.as_(person)
    said = [visitor.get(path).text for path in ("/", "/due", "/history", "/history?words=advice")]
    said.append(visitor.get("/subject-access").text)
    searched = ({"person": "P-0", "words": words} for words in ("advice", "settlement"))
    said += [visitor.post("/subject-access", asked).text for asked in searched]
    for reference in contracts_of(site.book):
        for path in some(_of_one(site, person, reference), 10):
            page = visitor.get(path)
            said.append(page.html if "entry-corrected" in path else page.text)
            said += [visitor.get(link).text for link in page.links if "cursor=" in link]
    return " ".join(said)


def _of_one(site: Site, person: str, reference: str) -> list[str]:
    """Every sort of page of one contract, now and on a day in the past, and the page of each entry withheld."""
    here = f"/contracts/{reference}"
    file = site.book.file(reference)
    read = ["", "/timeline", "/failings", "/readiness", "/due"]
    forms = ["/record/issue-notified-to-provider", "/record/note-made"]
    corrected = [f"/record/entry-corrected?position={recorded.position}" for recorded in file.known[::37]]
    withheld = Sight(DEMO_PEOPLE[person], file, site.book.today).withheld
    entries = [f"/entries/{position}" for position in sorted({*withheld, *range(1, file.position, 7)})]
    past = [f"{part}?{PAST}" for part in read]
    return [here + part for part in (*read, *past, "/bundle?purpose=auditor", *forms, *corrected, *entries)]


@pytest.mark.parametrize("person", DEMO_PEOPLE)
def test_no_page_holds_a_word_withheld_from_whoever_reads_it(example: Site, person: str) -> None:
    hidden = withheld_words(example.book, person, contracts_of(example.book))

    said = everything(example, person)

    assert len(said) > 10_000
    assert hidden or person == "legal-services"
    assert not [sentence for sentence in hidden if " ".join(sentence.split()) in said]
    if person == "provider":
        assert not [sign for sign in OUR_OWN if sign in said]


def test_what_is_withheld_takes_no_part_in_the_pages_across_files(site: Site) -> None:
    """Found by a reviewer: three issues under privilege made the first page say that they were overdue."""
    paths = ("/", "/?issues=true", "/?sort=open-issues", "/?sort=end-date", "/?sort=last-recorded", "/due", "/history")
    token = {"Authorization": "Bearer demo-legal-services"}

    def read(person: str) -> list[str]:
        return [site.as_(person).get(path).text for path in paths]

    before = {person: read(person) for person in DEMO_PEOPLE}
    body = {"entries": hidden(), "recorded_at": "2025-06-02T09:00:00Z"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text

    after = {person: read(person) for person in DEMO_PEOPLE}

    assert {person for person in DEMO_PEOPLE if before[person] != after[person]} == {"legal-services"}
    assert before["auditor"][1] != before["auditor"][0]
    assert "overdue" in after["legal-services"][0]
