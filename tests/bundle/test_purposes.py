"""What leaves the building for each purpose: everything that is not protected, and no word of what is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.bundling import MAY_MAKE
from ledger.log.files import file_proof
from projections.bundle.purposes import PURPOSES
from tests.bundle.conftest import (
    CONFIDENCE,
    HARMFUL,
    HELPFUL,
    PERSONAL,
    REASON,
    SECRETS,
    Bundles,
    everything,
    members,
)

OTHERS = [name for name in PURPOSES if name != "lawyers"]
CONCLUDED = (b"Readiness, and what is missing", b"The trail, link by link", b"What weakens the case")


def made(bundles: Bundles, purpose: str, **order: Any) -> Path:
    if purpose == "subject-access":
        order["person"] = "P-17"
    return bundles.make(purpose, **order)


def manifest(bundle: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(members(bundle)["manifest.json"])
    return found


@pytest.mark.parametrize("purpose", OTHERS)
def test_no_byte_of_a_bundle_holds_a_word_of_what_is_protected(bundles: Bundles, purpose: str) -> None:
    said = everything(made(bundles, purpose))

    assert not [word for word in SECRETS.values() if word.encode() in said]
    assert not [words for words in CONCLUDED if words in said]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_reasons_for_departures_go_to_our_lawyers_and_the_auditor(bundles: Bundles, purpose: str) -> None:
    assert (REASON.encode() in everything(made(bundles, purpose))) == (purpose in ("lawyers", "auditor"))


def test_our_lawyers_have_everything_and_what_is_concluded(bundles: Bundles) -> None:
    said = everything(bundles.make("lawyers"))

    assert not [word for word in SECRETS.values() if word.encode() not in said]
    assert not [words for words in CONCLUDED if words not in said]
    assert manifest(bundles.make("lawyers"))["withheld"] == []


@pytest.mark.parametrize("purpose", ["disclosure", "court"])
def test_disclosure_holds_what_helps_and_what_harms(bundles: Bundles, purpose: str) -> None:
    said = everything(made(bundles, purpose))

    assert not [word for word in (HELPFUL, HARMFUL, CONFIDENCE, PERSONAL) if word.encode() not in said]


def test_information_given_in_confidence_and_about_people_is_not_given_under_the_freedom_of_information_act(
    bundles: Bundles,
) -> None:
    bundle = made(bundles, "freedom-of-information")

    said = everything(bundle)
    assert not [word for word in (CONFIDENCE, PERSONAL) if word.encode() in said]
    assert HELPFUL.encode() in said
    assert {row["ground"] for row in manifest(bundle)["withheld"]} >= {"given in confidence (FOIA section 41)"}


def test_whoever_asks_what_is_held_about_them_is_given_that_alone(bundles: Bundles) -> None:
    bundle = made(bundles, "subject-access")

    assert [name for name in members(bundle) if name.startswith("entries/")] == ["entries/0002.json"]
    assert PERSONAL.encode() in everything(bundle)
    assert HELPFUL.encode() not in everything(bundle)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_entry_of_the_file_is_shown_or_named_with_a_ground(bundles: Bundles, purpose: str) -> None:
    bundle = made(bundles, purpose)

    told = manifest(bundle)
    shown = {int(name[8:-5]) for name in members(bundle) if name.startswith("entries/")}
    left = {row["position"] for row in told["withheld"]}
    assert shown | left == set(range(1, told["entries"] + 1))
    assert not shown & left
    assert all(row["ground"] for row in told["withheld"])


def test_a_bundle_says_which_key_of_a_file_to_ask_the_authority_for(bundles: Bundles) -> None:
    """The log binds entries to the key of a file, and no reference to a key."""
    bundle = made(bundles, "disclosure")

    with bundles.wiring.database.transaction("app") as connection:
        printed = json.loads(file_proof(connection, bundles.wiring.book.file_id("C-1")))
    told = members(bundle)["HOW-TO-VERIFY.txt"].decode()
    assert (
        f'for the key of the file C-1 (`cleartrail prove` prints it, as "file"). It should be\n{printed["file"]}.'
        in told
    )


def test_disclosure_is_narrowed_by_ground_alone_and_says_so(bundles: Bundles) -> None:
    wide, narrow = made(bundles, "disclosure"), made(bundles, "disclosure", withhold=["confidential"])

    more = [row for row in manifest(narrow)["withheld"] if row not in manifest(wide)["withheld"]]
    assert [row["ground"] for row in more] == ["confidential"]
    assert b"Withheld besides, as was asked" in everything(narrow)
    assert CONFIDENCE.encode() not in everything(narrow)


def test_words_are_redacted_wherever_they_stand_and_the_entry_still_proves(bundles: Bundles) -> None:
    wanted = [{"position": 2, "field": "nature", "ground": "names a child"}]

    bundle = made(bundles, "disclosure", redact=wanted)

    said = everything(bundle)
    assert PERSONAL.encode() not in said
    assert b"[redacted: names a child]" in said
    assert "entries/0002.json" in members(bundle)
    assert manifest(bundle)["redacted"] == [{"fields": ["nature: names a child"], "position": 2}]


def test_a_redacted_exhibit_is_not_in_the_bundle(bundles: Bundles) -> None:
    wanted = [{"position": 2, "field": "exhibits.0", "ground": "another's confidence"}]

    whole, bundle = made(bundles, "disclosure"), made(bundles, "disclosure", redact=wanted)

    assert [name for name in members(whole) if name.endswith("Letter.pdf")]
    assert b"zqletter" in everything(whole)
    assert not [name for name in members(bundle) if name.endswith("Letter.pdf")]
    assert b"zqletter" not in everything(bundle)


def test_every_purpose_says_who_may_have_it_made() -> None:
    assert MAY_MAKE.keys() == PURPOSES.keys()
    assert all("provider" not in roles for roles in MAY_MAKE.values())


def test_to_whom_a_bundle_was_issued_is_told_as_the_verifier_tells_it(bundles: Bundles) -> None:
    """A mark that turns words around would let a name read as another's."""
    bundle = bundles.make("disclosure", name="turned", recipient="Court\u202e, reversed")

    told = members(bundle)["HOW-TO-VERIFY.txt"].decode()

    assert "Issued to Court<U+202E>, reversed." in told
    assert "\u202e" not in told
