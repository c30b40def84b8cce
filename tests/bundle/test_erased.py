"""Bundles of a file of which words and exhibits were erased, or were altered behind the ledger's back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.bundle_orders import order_of
from api.bundling import bundled, look_at
from api.problems import problem_of
from ledger.documents import DocumentAltered
from ledger.entry import Actor
from ledger.judgement import Act
from ledger.subjects.retention import Chosen, WordsErased
from ledger.verify import EXIT_CONTRADICTED, EXIT_NOT_PROVED, PROVED, Report, verify_bundle
from projections.bundle import making
from projections.bundle.exhibits import ExhibitAltered
from tests.bundle.conftest import DAY, LAWYER, PERSONAL, Bundles, everything, members
from tests.bundle.test_verifying import against, remade
from tests.store.redefining import unguarded
from tests.story import CLERK

LENA = Actor(person="Lena Stone", office="legal-services")
LETTER = "Letter.pdf"


@pytest.fixture(scope="module")
def after(bundles: Bundles) -> tuple[Bundles, int, dict[str, bytes]]:
    """The letter and the words of entry 2 are erased; by which entry, and what a bundle held before."""
    before = members(bundles.make("lawyers"))
    erasing = WordsErased(
        happened_on=DAY, words=(Chosen(position=2, field="exhibits.0"), Chosen(position=2, field="nature")), by=LENA,
        ground="no-longer-necessary", asked_by="the-authority", exceptions_weighed=("legal-claims",),
    )  # fmt: skip
    [made] = bundles.wiring.book.record_together([Act("C-1", erasing)], CLERK, acknowledge_all=True)
    bundles.sign()
    return bundles, made.position, before


def test_what_was_erased_is_listed_with_its_ground_and_the_bundle_still_proves(
    after: tuple[Bundles, int, dict[str, bytes]],
) -> None:
    bundles, by, before = after
    bundle = bundles.make("lawyers", name="erased", recipient="Legal Services")

    said: list[str] = []
    report = Report(said.append)
    verify_bundle(report, bundle, bundles.key)

    assert {state for state, _ in report.steps} == {PROVED}, against(report)
    ground = f"erased on 3 March 2025, by entry {by}, no longer necessary"
    manifest = json.loads(members(bundle)["manifest.json"])
    assert manifest["erased"] == [{"fields": [f"exhibits.0: {ground}", f"nature: {ground}"], "position": 2}]
    assert any("words or exhibits of entry 2 are erased for good" in line for line in said)
    pages = " ".join(everything(bundle).decode("utf-8", "replace").split())
    assert f"[{ground}]" in pages
    assert "Words and exhibits erased" in pages
    assert PERSONAL not in pages
    assert "zqletter" not in pages
    assert len([name for name in before if name.startswith("exhibits/")]) - 1 == len(
        [name for name in members(bundle) if name.startswith("exhibits/")]
    )
    assert members(bundle)["entries/0002.json"] == before["entries/0002.json"]


def test_where_words_are_redacted_or_withheld_that_they_are_gone_is_said_all_the_same(
    after: tuple[Bundles, int, dict[str, bytes]],
) -> None:
    bundles, by, _ = after

    bundle = bundles.make("freedom-of-information")

    pages = " ".join(everything(bundle).decode("utf-8", "replace").split())
    assert (
        f"[erased on 3 March 2025, by entry {by}, no longer necessary]" in pages or "[erased on 3 March 2025]" in pages
    )


def test_what_is_said_to_be_erased_cannot_be_made_up(
    after: tuple[Bundles, int, dict[str, bytes]], tmp_path: Path
) -> None:
    bundles, _, _ = after
    bundle = bundles.make("lawyers", name="erased", recipient="Legal Services")

    def say(files: dict[str, bytes]) -> None:
        said = json.loads(files["manifest.json"])
        said["erased"].append({"fields": ["words: erased"], "position": 5})
        files["manifest.json"] = json.dumps(said).encode()

    report = Report(lambda _: None)
    verify_bundle(report, remade(bundle, tmp_path / "x.zip", say), bundles.key)
    assert report.exit_code in (EXIT_CONTRADICTED, EXIT_NOT_PROVED)
    assert "another bundle was issued by that entry" in against(report)


def test_an_exhibit_that_was_altered_stops_the_bundle_and_nothing_is_recorded(
    bundles: Bundles, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = look_at(bundles.wiring, LAWYER, "C-1", order_of({"purpose": "disclosure", "recipient": "X"}), bundles.sign)
    before = bundles.wiring.book.file("C-1").position
    database = bundles.wiring.database
    with unguarded(database), database.administer() as connection:
        connection.execute("ALTER TABLE chunks DISABLE TRIGGER USER")  # in the ledger of this module alone
        kept = connection.execute("SELECT sha256, number, ciphertext FROM chunks").fetchall()
        connection.execute("UPDATE chunks SET ciphertext = set_byte(ciphertext, 0, 255 - get_byte(ciphertext, 0))")
    try:
        with pytest.raises(DocumentAltered) as found, bundled(bundles.wiring, LAWYER, looked, lambda *told: None):
            pytest.fail("a bundle was made")
        assert problem_of(found.value).name == "altered"
    finally:
        with unguarded(database), database.administer() as connection:
            connection.execute("ALTER TABLE chunks DISABLE TRIGGER USER")  # in the ledger of this module alone
            for sha256, number, ciphertext in kept:
                connection.execute(
                    "UPDATE chunks SET ciphertext = %s WHERE (sha256, number) = (%s, %s)", (ciphertext, sha256, number)
                )

    def altered(*told: object) -> None:  # between the store and the pages: the folder is nobody else's, but disks fail
        raise ExhibitAltered(1, "ab" * 32, "cd" * 32)

    monkeypatch.setattr(making, "render_exhibits", altered)
    with pytest.raises(DocumentAltered, match="ab" * 32), bundled(bundles.wiring, LAWYER, looked, lambda *told: None):
        pytest.fail("a bundle was made")
    assert bundles.wiring.book.file("C-1").position == before
