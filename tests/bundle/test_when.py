"""When entries entered the log, by timestamps in the bundle; and a bundle checked with a key from before it changed."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.log.outside import read_outside
from ledger.rotating import rotate
from ledger.subjects.checkpoints import CheckpointTimestamped
from ledger.subjects.records import NoteMade
from ledger.timestamping import Timestamper
from ledger.verify import CONTRADICTED, NOT_PROVED, PROVED, Key, Report, canonical, verify_bundle
from ledger.words import Said
from tests.bundle.conftest import DAY, Bundles, members
from tests.bundle.test_verifying import against, remade
from tests.log.authority import local_authority
from tests.log.tokens import Stamper
from tests.story import ANN, CLERK

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed: nobody stamps")


@dataclass
class Stamped:
    """A bundle issued after two timestamps with an entry between them, and a change of keys."""

    bundle: Path
    key: Key
    newer: Key
    roots: list[bytes]
    root: Path
    moments: tuple[str, str]
    between: int
    """Position of the entry between the two."""
    bundles: Bundles


def noted(bundles: Bundles, words: str) -> int:
    made = NoteMade(happened_on=DAY, words=Said(words), by=ANN)
    book = bundles.wiring.book
    found = book.record("C-1", made, CLERK).position
    bundles.sign()
    return found


@pytest.fixture(scope="module")
def stamped(bundles: Bundles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stamped]:
    folder = tmp_path_factory.mktemp("when")
    wiring, key = bundles.wiring, bundles.key
    with local_authority(folder / "tsa") as authority:
        (folder / "outside.toml").write_text(authority.written())
        outside = read_outside(folder / "outside.toml")
        stamper = Timestamper(wiring.book, wiring.database, bundles.folder / "signer", outside)
        first = stamper.stamp(outside.authorities[0]).entry
        time.sleep(1.1)  # a token says whole seconds
        between = noted(bundles, "between")
        second = stamper.stamp(outside.authorities[0]).entry
        newer = rotate(wiring.book, bundles.folder / "signer", CLERK, reason="Yearly").new
        noted(bundles, "after")
        assert isinstance(first, CheckpointTimestamped)
        assert isinstance(second, CheckpointTimestamped)
        bundle = bundles.make("disclosure", name="stamped", recipient="The court")
        yield Stamped(
            bundle, key, newer, outside.roots, authority.folder / "root.pem", (first.stamped_at, second.stamped_at),
            between, bundles,
        )  # fmt: skip


def told(path: Path, key: Key | None, roots: list[bytes]) -> tuple[Report, list[str]]:
    said: list[str] = []
    report = Report(said.append)
    verify_bundle(report, path, key, roots=roots)
    return report, said


def test_each_entry_is_said_to_have_entered_the_log_between_two_times(stamped: Stamped) -> None:
    report, said = told(stamped.bundle, stamped.key, stamped.roots)

    assert {state for state, _ in report.steps} == {PROVED}, against(report)
    (first, second), at = stamped.moments, stamped.between
    assert f"  entries 1 to {at - 1} entered the log no timestamp says since when, before {first}" in said
    assert f"  entry {at} entered the log after {first}, before {second}" in said
    assert f"  entry {at + 1} entered the log after {second}, no timestamp says by when" in said


def test_without_the_authoritys_root_it_is_not_proved_and_another_root_proves_nothing(stamped: Stamped) -> None:
    for roots in ([], [Stamper.made().root.der]):
        report, said = told(stamped.bundle, stamped.key, roots)

        wrong = [(state, what) for state, what in report.steps if state != PROVED]
        assert {state for state, _ in wrong} == {NOT_PROVED}
        assert all("log/timestamps/" in what for _, what in wrong)
        assert len(wrong) == 2
        assert not [line for line in said if "entered the log" in line]
    assert "--root" in against(told(stamped.bundle, stamped.key, [])[0])


def test_whoever_was_given_the_key_before_or_after_it_changed_can_check_it(stamped: Stamped) -> None:
    assert {state for state, _ in told(stamped.bundle, stamped.newer, stamped.roots)[0].steps} == {PROVED}
    assert "log/keys" in " ".join(what for _, what in told(stamped.bundle, stamped.key, stamped.roots)[0].steps)


def test_without_the_change_of_keys_the_older_key_proves_nothing_of_what_came_after(
    stamped: Stamped, tmp_path: Path
) -> None:
    def drop(files: dict[str, bytes]) -> None:
        for name in [one for one in files if one.startswith("log/keys/")]:
            del files[name]
        text, _, under = files["log/checkpoint"].partition(b"\n\n")
        by_newer = [line for line in under.splitlines() if b64decode(line.split(b" ")[2])[:4] == stamped.newer.id]
        files["log/checkpoint"] = text + b"\n\n" + b"".join(line + b"\n" for line in by_newer)  # as after the overlap

    report, _ = told(remade(stamped.bundle, tmp_path / "x.zip", drop), stamped.key, stamped.roots)

    assert "no signature under it is by the key" in against(report)


PLACES = "log/places.json"
SPOILT: dict[str, tuple[Callable[[dict[str, bytes], list[str]], object], str]] = {
    "a token exchanged for the other": (
        lambda files, stems: files.update({f"{stems[0]}.token": files[f"{stems[1]}.token"]}), "exchanged"
    ),
    "a checkpoint exchanged": (
        lambda files, stems: files.update({f"{stems[0]}.checkpoint": files[f"{stems[1]}.checkpoint"]}), "exchanged"
    ),
    "the proof of the other": (
        lambda files, stems: files.update({f"{stems[0]}.tlog-proof": files[f"{stems[1]}.tlog-proof"]}),
        "not the one that the log holds",
    ),
    "the consistency of the other": (
        lambda files, stems: files.update({f"{stems[0]}.consistency": files[f"{stems[1]}.consistency"]}),
        "other checkpoints",
    ),
    "an entry altered": (
        lambda files, stems: files.update({f"{stems[0]}.json": files[f"{stems[0]}.json"].replace(b"Local", b"Other")}),
        "not the one that the log holds",
    ),
    "an entry taken out": (lambda files, stems: files.pop(f"{stems[0]}.json"), "is not there"),
    "places moved": (
        lambda files, _: files.update({PLACES: files[PLACES].replace(b'"index":1,', b'"index":2,')}),
        "does not lead from the entry",
    ),
    "no places": (lambda files, _: files.update({PLACES: canonical({"places": [5]})}), "not in the form"),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_what_was_exchanged_or_altered_is_named(stamped: Stamped, tmp_path: Path, what: str) -> None:
    spoil, said = SPOILT[what]
    names = [name for name in members(stamped.bundle) if name.startswith("log/timestamps/")]
    stems = sorted({name.rpartition(".")[0] for name in names})

    report, _ = told(
        remade(stamped.bundle, tmp_path / "x.zip", lambda files: spoil(files, stems)), stamped.key, stamped.roots
    )

    assert said in against(report), against(report)
    assert CONTRADICTED in {state for state, _ in report.steps}  # if nothing else, the manifest is another


def test_asked_again_for_the_same_size_it_has_the_same_timestamps(stamped: Stamped) -> None:
    size = str(stamped.bundles.wiring.book.store.log_size())
    one = stamped.bundles.make("court", name="stamped one", known_at=size)
    noted(stamped.bundles, "later")
    other = stamped.bundles.make("court", name="stamped other", known_at=size)

    assert len([name for name in members(one) if name.endswith(".token")]) == 2
    assert one.read_bytes() == other.read_bytes()


def test_tokens_are_checked_by_hand_as_the_page_says(stamped: Stamped, tmp_path: Path) -> None:
    with zipfile.ZipFile(stamped.bundle) as opened:
        opened.extractall(tmp_path / "bundle")
    shutil.copyfile(stamped.root, tmp_path / "ROOT.pem")
    page = (tmp_path / "bundle" / "HOW-TO-VERIFY.txt").read_text()
    commands = page.partition("Was the log there")[2].partition("Does the log stand")[0]
    lines = "\n".join(line[4:] for line in commands.splitlines() if line.startswith("    "))

    done = subprocess.run(["bash", "-c", lines], cwd=tmp_path / "bundle", capture_output=True, text=True, check=False)

    assert (done.stdout + done.stderr).count("Verification: OK") == 2, done.stderr
    assert done.stdout.count("Time stamp:") == 2
