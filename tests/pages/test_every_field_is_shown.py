"""Each thing stated of outcomes, design, plans, resources, evaluation stands on its subject's page and in its answer.

A kind that the story does not tell, or a field that it never states, fails: whoever adds one tells it, and sees it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ledger.entry import Entry, Money
from ledger.registers import Register
from ledger.subjects.design import Design
from ledger.subjects.evaluation import Evaluations
from ledger.subjects.implementation import Implementation
from ledger.subjects.outcomes import OutcomesWanted
from ledger.subjects.resources import Resources
from tests.pages.conftest import Site
from tests.planned_contract import STAGES, THE_REST

PAGES: dict[str, tuple[type[Register[Any]], ...]] = {
    "outcomes": (OutcomesWanted, Design), "plan": (Implementation,), "resources": (Resources, Evaluations),
}  # fmt: skip
TOLD = [*(entry for stage in STAGES for entry in stage), *THE_REST]
TOKEN = {"Authorization": "Bearer demo-lead-officer"}


@pytest.fixture
def told(site: Site) -> Site:
    """The site with one contract of which everything there is to say of these subjects is said."""
    for stage in (*STAGES, THE_REST):
        last = max("2025-06-03", *(entry["happened_on"] for entry in stage))
        body = {"entries": [{"file": "C-1"} | entry for entry in stage], "recorded_at": f"{last}T18:00:00Z"}
        answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=TOKEN)
        assert answer.status_code == 201, answer.text
    return site


def kinds_of(page: str) -> dict[str, type[Entry]]:
    """The kinds of the subjects that a page is about, by name."""
    every = [kind for register in PAGES[page] for kind in register.kinds()]
    return {str(kind.model_fields["kind"].default).partition("/")[0]: kind for kind in every}


def in_words(value: Any) -> Iterator[str]:
    """What a page says of each thing stated in a value."""
    match value:
        case {"pence": int(pence)}:
            yield str(Money(pence=pence))
        case dict():
            for part in value.values():
                yield from in_words(part)
        case list():
            for part in value:
                yield from in_words(part)
        case bool():
            yield "yes" if value else "no"
        case str() if len(value) == len("2025-01-01") and value[:2] == "20" and value[4] == "-":
            day = date.fromisoformat(value)
            yield f"{day.day} {day:%B %Y}"
        case "users-choice":
            yield "what users choose"
        case str() if value.islower() and " " not in value:
            yield value.replace("-", " ")
        case _:
            yield str(value)


@pytest.mark.parametrize("page", PAGES)
def test_every_field_of_every_kind_is_told_of(page: str) -> None:
    said: dict[str, set[str]] = {}
    for entry in TOLD:
        said.setdefault(entry["kind"], set()).update(entry)
    of_all = set(Entry.model_fields)

    untold = {
        name: sorted(set(kind.model_fields) - of_all - said.get(name, set())) for name, kind in kinds_of(page).items()
    }

    assert {name: fields for name, fields in untold.items() if fields} == {}


def test_every_thing_stated_stands_on_the_page_and_in_the_answer_of_its_subject(told: Site) -> None:
    """CPC308-B2, CPC308-K19, CPC308-K21, CPC308-C5, HCC-3.1-b."""
    missing = []
    for page in PAGES:
        known, part = kinds_of(page), page.replace("plan", "plans")
        shown = flat(told.as_("lead-officer").get(f"/contracts/C-1/{page}").text)
        answer = told.client.get(f"/api/v1/contracts/C-1/{part}", headers=TOKEN)
        assert answer.status_code == 200, answer.text
        given = flat(json.dumps(answer.json()["recorded"], ensure_ascii=False))
        for entry in (entry for entry in TOLD if entry["kind"] in known):
            for field, value in entry.items():
                if field in ("kind", "audience", "happened_on"):
                    continue
                for words in map(flat, in_words(value)):
                    missing += [(entry["kind"], field, words) for text in (shown, given) if words not in text]

    assert not missing, "\n".join(sorted({str(one) for one in missing}))


def flat(text: str) -> str:
    """Text without a difference between hyphens and spaces, between capitals and small letters, without brackets."""
    return " ".join(text.translate(str.maketrans("-", " ", "()")).casefold().split())
