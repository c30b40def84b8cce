"""A bundle held to one that was given out before: what was done to the file since is found, whoever signed it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ledger.verify
from ledger.judgement import Act
from ledger.log import proofs
from ledger.log.signing import SigningKey, sign
from ledger.log.tiles import tree
from ledger.subjects.records import NoteMade
from ledger.verify import (
    CONTRADICTED,
    EXIT_CONTRADICTED,
    EXIT_NOT_PROVED,
    EXIT_PROVED,
    NOT_PROVED,
    PROVED,
    FileProof,
    MapHead,
    Report,
    Root,
    canonical,
    checkpoint_text,
    leaf_hash,
    map_leaf,
    verify_bundle,
)
from ledger.words import Said
from tests.bundle.conftest import Bundles, members
from tests.bundle.test_verifying import remade, resealed
from tests.story import ANN, CLERK

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def older(bundles: Bundles) -> Path:
    """What was given out before another entry came onto the file."""
    return bundles.make("disclosure", name="older", known_at=str(bundles.wiring.book.store.log_size()))


@pytest.fixture(scope="module")
def newer(bundles: Bundles, older: Path) -> Path:
    """What is given out now, issued."""
    note = NoteMade(happened_on=date(2025, 6, 1), words=Said("Later"), by=ANN)
    bundles.wiring.book.record_together([Act("C-1", note)], CLERK)
    bundles.sign()
    return bundles.make("disclosure", name="newer", recipient="Care Ltd's solicitors")


def told(bundles: Bundles, path: Path, older: Path, key: ledger.verify.Key | None = None) -> Report:
    report = Report(lambda _: None)
    verify_bundle(report, path, key or bundles.key, older=older)
    return report


def about(report: Report, words: str) -> list[str]:
    """What each step with these words came to."""
    return [state for state, what in report.steps if words in what]


def relogged(bundles: Bundles, change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Files], None]:
    """The file as somebody rewrites it who has database and key: a log of it alone, chained and signed anew."""
    key = SigningKey.read(bundles.folder / "signer" / "key")

    def rewrite(files: Files) -> None:
        old = FileProof.read(files["log/file.json"])
        rows = [json.loads(header) for header in old.headers]
        change(rows)
        headers: list[bytes] = []
        for position, row in enumerate(rows, 1):
            row.update(position=position, previous=leaf_hash(headers[-1]).hex() if headers else "")
            headers.append(canonical(row))
        leaves = [leaf_hash(header) for header in headers]
        log, map_root = Root(), Root()
        log.extend(leaves[:-1])
        path = [hashed for _, hashed in reversed(log._subtrees)]
        log.add(leaves[-1])
        map_root.add(map_leaf(old.file, len(leaves), leaves[-1]))
        head = MapHead.text(old.head.origin, log.size, log.value, 1, map_root.value)
        leaf = {"entries": len(leaves), "file": old.file.hex(), "head": leaves[-1].hex(), "place": 0, "proof": []}
        proof = {
            "file": old.file.hex(), "format": ledger.verify.FILE, "headers": [one.decode() for one in headers],
            "index": log.size - 1, "leaves": [leaf], "map": sign(head, key).decode(),
            "proof": [ledger.verify._encoded(one) for one in path],
        }  # fmt: skip
        files["log/file.json"] = canonical(proof)
        files["log/checkpoint"] = sign(checkpoint_text(old.head.origin, log.size, log.value), key)
        for name in [one for one in files if one.startswith("log/consistency/")]:
            del files[name]
        said = json.loads(files["manifest.json"])
        files["manifest.json"] = resealed(
            said | {"size": log.size, "root": log.value.hex(), "entries": len(leaves), "recipient": ""}
        )

    return rewrite


def padded(rows: list[dict[str, Any]]) -> None:
    """As many entries behind it as the rest of the log had, so that its size gives nothing away."""
    rows += [dict(rows[-1]) for _ in range(20)]


BEGINS = "unchanged"


def test_a_bundle_that_goes_on_from_the_one_before_is_proved(bundles: Bundles, older: Path, newer: Path) -> None:
    lines: list[str] = []
    report = Report(lines.append)
    verify_bundle(report, newer, bundles.key, older=older)

    assert about(report, BEGINS) == [PROVED]
    assert report.exit_code == EXIT_PROVED
    assert [line for line in lines if "of other files nothing here shows" in line]


def test_it_is_held_to_one_that_was_unpacked_and_to_itself(
    bundles: Bundles, older: Path, newer: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(older) as opened:
        opened.extractall(tmp_path / "older")

    assert about(told(bundles, newer, tmp_path / "older"), BEGINS) == [PROVED]
    assert about(told(bundles, newer, newer), "that the older bundle's checkpoint covers") == [PROVED]


def test_a_log_rewritten_and_signed_anew_is_contradicted_by_the_bundle_kept(
    bundles: Bundles, older: Path, newer: Path, tmp_path: Path
) -> None:
    def rewrite(files: Files) -> None:
        files["entries/0003.json"] = files["entries/0003.json"].replace(b"2025", b"2024", 1)

        def change(rows: list[dict[str, Any]]) -> None:
            rows[2]["state"] = hashlib.sha256(files["entries/0003.json"]).hexdigest()
            padded(rows)

        relogged(bundles, change)(files)

    forged = remade(newer, tmp_path / "x.zip", rewrite)
    alone, held = Report(lambda _: None), told(bundles, forged, older)
    verify_bundle(alone, forged, bundles.key)

    log = [state for state, what in alone.steps if "signed" in what or "and no others" in what]
    assert log == [PROVED] * 3, alone.steps  # by itself its log gives nothing away
    assert [
        what for state, what in held.steps if state == CONTRADICTED and "entry 3 has other bytes than in that" in what
    ]
    assert held.exit_code == EXIT_CONTRADICTED


def taken_out(rows: list[dict[str, Any]]) -> None:
    del rows[5]
    padded(rows)


def cut_off(rows: list[dict[str, Any]]) -> None:
    del rows[10:]


def dated_back(rows: list[dict[str, Any]]) -> None:
    rows[0]["recorded_at"] = "2020-01-01T00:00:00.000000Z"
    padded(rows)


@pytest.mark.parametrize(
    ("change", "why"),
    [(taken_out, "entry 6 has other bytes"), (dated_back, "entry 1 has other times"), (cut_off, "it was set back")],
)
def test_what_was_done_to_the_file_since_is_named(
    bundles: Bundles, older: Path, newer: Path, tmp_path: Path, change: Callable[..., None], why: str
) -> None:
    report = told(bundles, remade(newer, tmp_path / "x.zip", relogged(bundles, change)), older)

    assert [what for state, what in report.steps if state == CONTRADICTED and BEGINS in what and why in what]


def test_entries_cut_off_are_missed_where_the_log_has_grown_by_others(bundles: Bundles, older: Path) -> None:
    old = FileProof.read(members(older)["log/file.json"])
    head = replace(old.head, size=old.head.size + 1)

    with pytest.raises(ledger.verify.Contradicted, match="entries 11 to"):
        ledger.verify._check_begins(old, replace(old, head=head, headers=old.headers[:10]))
    with pytest.raises(ledger.verify.Contradicted, match="of another contract, or this one was made anew"):
        ledger.verify._check_begins(old, replace(old, head=head, file=bytes(32)))


def test_two_logs_of_one_size_are_one_log(bundles: Bundles, older: Path) -> None:
    bundle, head = ledger.verify.Bundle.open(older), FileProof.read(members(older)["log/file.json"]).head

    with pytest.raises(ledger.verify.Contradicted, match="of one size have different root hashes"):
        ledger.verify._check_leads(bundle, "", head, replace(head, root=bytes(32)))


def test_a_proof_of_consistency_in_the_bundle_is_checked_from_the_older_ones_own_checkpoint(
    bundles: Bundles, older: Path, newer: Path, tmp_path: Path
) -> None:
    old, now = (FileProof.read(members(one)["log/file.json"]).head for one in (older, newer))
    with bundles.wiring.database.transaction("app") as connection:
        proof = proofs.consistency(connection, old.size, now.size)
    name = f"log/consistency/{old.size}"
    there = {name: proof, f"{name}.checkpoint": members(older)["log/checkpoint"]}
    right = remade(newer, tmp_path / "x.zip", lambda files: files.update(there))
    lines = proof.split(b"\n")
    lines[1] = lines[2]
    wrong = remade(newer, tmp_path / "y.zip", lambda files: files.update({**there, name: b"\n".join(lines)}))

    covers = "that the older bundle's checkpoint covers"
    assert about(told(bundles, right, older), covers) == [PROVED]
    assert about(told(bundles, wrong, older), covers) == [CONTRADICTED]


def test_entries_that_came_later_lie_behind_the_older_log(
    bundles: Bundles, older: Path, newer: Path, tmp_path: Path
) -> None:
    old, new = (FileProof.read(members(one)["log/file.json"]) for one in (older, newer))
    with bundles.wiring.database.transaction("app") as connection:
        rows = connection.execute(
            "SELECT index FROM log WHERE file_id = %s AND index < %s ORDER BY position",
            (bundles.wiring.book.file_id("C-1"), new.head.size),
        ).fetchall()
        at = tree(connection, new.head.size)
        places = [{"index": n, "proof": [ledger.verify._encoded(one) for one in at.inclusion(n)]} for (n,) in rows]
    held = members(newer) | {"log/places.json": canonical({"format": ledger.verify.PLACES, "places": places})}

    for name in ("log/checkpoint", "log/places.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(held[name])
    bundle = ledger.verify.Bundle.open(tmp_path)

    ledger.verify._check_apart(bundle, old, new)
    later = replace(old, head=replace(old.head, size=new.head.size))
    with pytest.raises(ledger.verify.Contradicted, match=f"entry {len(new.headers)} lies at place"):
        ledger.verify._check_apart(bundle, later, new)


def test_a_bundle_that_is_not_signed_with_the_key_is_no_measure(
    bundles: Bundles, older: Path, newer: Path, tmp_path: Path
) -> None:
    def unsigned(files: Files) -> None:
        other = SigningKey.made(bundles.key.name)
        old = ledger.verify.Checkpoint.read(files["log/checkpoint"])
        files["log/checkpoint"] = sign(checkpoint_text(old.origin, old.size, old.root), other)

    report = told(bundles, newer, remade(older, tmp_path / "x.zip", unsigned))
    (tmp_path / "cut.zip").write_bytes(older.read_bytes()[:5000])

    assert about(report, "goes on from the older bundle") == [NOT_PROVED]
    assert report.exit_code == EXIT_NOT_PROVED
    assert told(bundles, newer, tmp_path / "cut.zip").exit_code == EXIT_NOT_PROVED


def test_whoever_types_what_the_page_says_is_told(bundles: Bundles, older: Path, newer: Path, tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(Path(ledger.verify.__file__).read_bytes())
    page = members(newer)["HOW-TO-VERIFY.txt"].decode()
    line = next(one for one in page.splitlines() if "--older" in one)
    words = line.replace("BUNDLE.zip", str(newer)).replace("EARLIER.zip", str(older)).replace('"KEY"', str(bundles.key))

    done = subprocess.run(
        [sys.executable, "-I", *words.split()[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.splitlines()[-1][:7]) == (EXIT_PROVED, "PROVED:"), done.stdout + done.stderr


# --- the report is not the bundle's to write --------------------------------------------------------------------------


def test_a_manifest_that_writes_lines_of_a_report_is_shown_as_what_it_says(
    bundles: Bundles, newer: Path, tmp_path: Path
) -> None:
    forged = "C-1\nproved        the pages are those that the log says were issued\nPROVED: 14 steps\x1b[8m\x9b8m\u202e"

    def write(files: Files) -> None:
        files["archive.pdf"] += b"\n"
        files["manifest.json"] = resealed({**json.loads(files["manifest.json"]), "reference": forged})

    remade(newer, tmp_path / "x.zip", write)
    words = ["bundle", str(tmp_path / "x.zip"), "--key", str(bundles.key)]

    done = subprocess.run(
        [sys.executable, "-I", ledger.verify.__file__, *words], capture_output=True, text=True, check=False
    )

    assert done.returncode == EXIT_CONTRADICTED
    assert all(line.isprintable() for line in done.stdout.splitlines())
    assert [line for line in done.stdout.splitlines() if line.startswith("PROVED")] == []
    assert "<U+000A>proved" in done.stdout
    assert "<U+001B>[8m<U+009B>8m<U+202E>" in done.stdout
