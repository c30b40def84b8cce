"""A bundle made up by somebody inside the authority, who can make a manifest fit and record entries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.pages.kind_choice import open_to
from api.people import Person, Role
from api.recording import record
from ledger.judgement import Act
from ledger.refusals import Denied
from ledger.subjects.records import EntryCorrected, EvidenceBundleIssued
from ledger.verify import EXIT_CONTRADICTED, EXIT_NOT_PROVED, EXIT_PROVED, PROVED, Report, read_opening
from ledger.words import Document, Said
from projections.bundle.issuing import proof_of_issue
from projections.bundle.purposes import PURPOSES
from tests.bundle.conftest import DAY, HARMFUL, Bundles, members, pdf
from tests.bundle.test_verifying import against, remade, resealed, told
from tests.sampling import some
from tests.story import ANN, CLERK

HIDDEN = 4  # what the provider answered, which is disclosed


def issuing(**fields: Any) -> EvidenceBundleIssued:
    said = {"happened_on": DAY, "by": ANN, "up_to": 21, "recipient": "Court", "purpose": "disclosure"}
    return EvidenceBundleIssued(**{**said, **fields})


def manifest_of(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(members(path)["manifest.json"])
    return said


def hiding(files: dict[str, bytes]) -> None:
    """Leave out an entry as legal advice, and write other pages."""
    files["archive.pdf"] = files["reading-copy.pdf"] = pdf("FORGED")
    said = json.loads(files["manifest.json"])
    said["recipient"] = "Court"
    state = files.pop(f"entries/{HIDDEN:04}.json")
    rows = [*said["withheld"], {"position": HIDDEN, "ground": "legal advice"}]
    said["withheld"] = sorted(rows, key=lambda row: row["position"])
    for name in [one for one in files if one.startswith("openings/") and one[9:].encode() in state]:
        del files[name]
    files["manifest.json"] = resealed(said)


def proof_that_it_was_issued(bundles: Bundles, forged: Path, **fields: Any) -> bytes:
    """What an entry says that was put into the ledger past all access, with a receipt that fits the manifest."""
    said = manifest_of(forged)
    shown = said["entries"] - len(said["withheld"])
    told = {
        "receipt": "cleartrail-receipt/1", "file": "C-1", "purpose": "disclosure", "recipient": "Court",
        "entries": said["entries"], "shown": shown, "withheld": len(said["withheld"]), "log": said["origin"],
        "size": said["size"], "manifest": hashlib.sha256(members(forged)["manifest.json"]).hexdigest(),
    }  # fmt: skip
    receipt = "".join(f"{name}: {value}\n" for name, value in (told | fields.pop("receipt", {})).items()).encode()
    sha256 = bundles.wiring.documents.file(receipt, "text/plain")
    withheld = {row["position"] for row in said["withheld"]}
    held = {
        "up_to": max(set(range(1, said["entries"] + 1)) - withheld), "withheld": tuple(sorted(withheld)),
        "bundle": Said(Document(sha256, "Receipt")),
    }  # fmt: skip
    [made] = bundles.wiring.book.record_together([Act("C-1", issuing(**held | fields))], CLERK)
    bundles.sign()
    return proof_of_issue(bundles.wiring.book, bundles.wiring.database, "C-1", made, receipt)


@pytest.mark.parametrize("role", ["lead-officer", "legal-services", "operator"])
def test_that_a_bundle_was_issued_is_recorded_by_issuing_it_alone(bundles: Bundles, role: Role) -> None:
    wiring, person = bundles.wiring, Person("one", "One", frozenset({role}))
    before = wiring.book.file("C-1").position
    corrected = EntryCorrected(happened_on=DAY, position=13, reason=Said("It was issued"), replacement=issuing())
    for entry in (issuing(), corrected):
        with pytest.raises(Denied, match="recorded by issuing it"):
            record(wiring.book, wiring.documents, [Act("C-1", entry)], person)
    assert wiring.book.file("C-1").position == before
    assert "evidence-bundle-issued" not in open_to(person)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"withheld": ()}, "other entries were withheld"),
        ({"redacted": (2,)}, "other entries were redacted"),
        ({"purpose": "court"}, "another purpose"),
        ({"recipient": "Somebody"}, "somebody else"),
        ({"up_to": 3}, "up to another entry"),
        ({"receipt": {"withheld": 0}}, "its receipt does not say what the manifest says"),
        ({"receipt": {"log": "another.example"}}, "its receipt does not say what the manifest says"),
    ],
    ids=str,
)
def test_an_entry_that_says_something_else_of_the_bundle_does_not_vouch_for_it(
    bundles: Bundles, tmp_path: Path, said: dict[str, Any], found: str
) -> None:
    forged = remade(bundles.make("disclosure"), tmp_path / "x.zip", hiding)

    report = told(bundles, forged, issued=proof_that_it_was_issued(bundles, forged, **said))

    assert found in against(report)
    assert report.exit_code == EXIT_CONTRADICTED


def test_pages_that_were_issued_are_not_said_to_be_what_the_entries_say(bundles: Bundles) -> None:
    issued = bundles.make("disclosure", recipient="Care Ltd's solicitors")

    page = " ".join(members(issued)["HOW-TO-VERIFY.txt"].decode().split())
    assert "they are not thereby equal to the entries" in page


# --- what is left out and altered by a manifest that fits -------------------------------------------------------------


def issued_at_once(bundles: Bundles, path: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]) -> Report:
    """What is found of a bundle that was changed and only then issued, so that the entry vouches for what it is."""
    said: dict[str, Any] = {}

    def addressed(files: dict[str, bytes]) -> None:
        said.update(json.loads(files["manifest.json"]), recipient="Court")
        files["manifest.json"] = resealed(dict(said))
        change(files)

    forged = remade(path, tmp_path / "x.zip", addressed)
    return told(bundles, forged, issued=proof_that_it_was_issued(bundles, forged))


def test_a_bundle_that_is_only_addressed_anew_and_issued_is_proved(bundles: Bundles, tmp_path: Path) -> None:
    report = issued_at_once(bundles, bundles.make("disclosure"), tmp_path, lambda files: None)

    assert against(report) == ""
    assert report.exit_code == EXIT_PROVED


def not_there(files: dict[str, bytes]) -> None:
    said = json.loads(files["manifest.json"])
    said["exhibits"][0]["there"] = False
    files["manifest.json"] = resealed(said)


def test_an_exhibit_said_not_to_be_there_and_put_in_altered_is_found(bundles: Bundles, tmp_path: Path) -> None:
    def alter(files: dict[str, bytes]) -> None:
        not_there(files)
        files[next(name for name in files if name.startswith("exhibits/"))] = pdf("ALTERED LETTER")

    report = issued_at_once(bundles, bundles.make("disclosure"), tmp_path, alter)

    assert "is said not to be there, and is" in against(report)
    assert report.exit_code == EXIT_CONTRADICTED


def test_an_exhibit_is_erased_only_where_an_entry_shown_says_so(bundles: Bundles, tmp_path: Path) -> None:
    def take_out(files: dict[str, bytes]) -> None:
        not_there(files)
        del files[next(name for name in files if name.startswith("exhibits/"))]

    report = issued_at_once(bundles, bundles.make("disclosure"), tmp_path, take_out)

    assert "were erased: no entry shown says so" in against(report)
    assert report.exit_code == EXIT_NOT_PROVED


def harmful(files: dict[str, bytes]) -> str:
    """The opening of the words that harm the authority's case."""
    openings = [name for name in files if name.startswith("openings/")]
    return next(name for name in openings if HARMFUL in str(read_opening(files[name])))


def test_words_taken_out_and_named_nowhere_are_missed(bundles: Bundles, tmp_path: Path) -> None:
    names: list[str] = []

    def take_out(files: dict[str, bytes]) -> None:
        names.append(harmful(files))
        del files[names[0]]

    report = issued_at_once(bundles, bundles.make("disclosure"), tmp_path, take_out)

    assert f"entry 2 holds {names[0].partition('/')[2]}, whose opening is not here" in against(report)
    assert report.exit_code == EXIT_NOT_PROVED


@pytest.mark.parametrize(
    ("why", "out", "found", "code"),
    [
        ("erased", True, "nature of entry 2 was erased: no entry shown says so", EXIT_NOT_PROVED),
        ("erased", False, "nature of entry 2 is said to be erased, and its opening is here", EXIT_CONTRADICTED),
        ("redacted", True, "", EXIT_PROVED),
    ],
    ids=str,
)
def test_what_is_named_as_left_out_must_be_so(
    bundles: Bundles, tmp_path: Path, why: str, out: bool, found: str, code: int
) -> None:
    def name(files: dict[str, bytes]) -> None:
        opening = harmful(files)
        said = json.loads(files["manifest.json"])
        row = {"digest": opening.partition("/")[2], "field": "nature", "ground": "x", "position": 2, "why": why}
        said["closed"].append(row)
        files["manifest.json"] = resealed(said)
        if out:
            del files[opening]

    report = issued_at_once(bundles, bundles.make("disclosure"), tmp_path, name)

    assert found in against(report)
    assert report.exit_code == code, against(report)


def test_of_all_that_is_not_opened_each_bundle_says_why(bundles: Bundles) -> None:
    """One purpose in three, others in each run."""
    for purpose in some(list(PURPOSES), 3):
        says_why(bundles, purpose)


def says_why(bundles: Bundles, purpose: str) -> None:
    person = {"person": "P-17"} if purpose == "subject-access" else {}
    report = told(bundles, bundles.make(purpose, recipient="R", **person))

    assert against(report) == "", purpose
    assert (PROVED, "of all that is not opened it is said why") in report.steps, purpose
