"""What a stranger finds out about a bundle, with the key alone: whatever was done to it is found and named."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.log.signer import make_folder
from ledger.log.signing import SigningKey, sign
from ledger.store.embedded import EmbeddedServer
from ledger.verify import (
    CONTRADICTED,
    EXIT_CONTRADICTED,
    EXIT_NOT_PROVED,
    EXIT_PROVED,
    NOT_PROVED,
    Checkpoint,
    Key,
    MapHead,
    Report,
    canonical,
    checkpoint_text,
    verify_bundle,
)
from projections.bundle.packing import Pack
from tests.bundle.conftest import ORIGIN, Bundles, members
from tests.sampling import some

RECIPIENT = "Care Ltd's solicitors"


def told(bundles: Bundles, path: Path, key: Key | None = None, issued: bytes | None = None) -> Report:
    report = Report(lambda what: None)
    verify_bundle(report, path, key or bundles.key, issued)
    return report


def against(report: Report) -> str:
    """What was contradicted or not proved, in one text."""
    return "\n".join(what for state, what in report.steps if state in (CONTRADICTED, NOT_PROVED))


@pytest.fixture
def issued(bundles: Bundles) -> Path:
    """A bundle for disclosure that was issued."""
    return bundles.make("disclosure", name="issued", recipient=RECIPIENT)


def remade(source: Path, target: Path, change: Callable[[dict[str, bytes]], object], *, manifest: bool = True) -> Path:
    """The bundle with something done to its files, and with `manifest` a manifest made to fit."""
    files = members(source)
    change(files)
    if manifest and "manifest.json" in files:
        said = json.loads(files["manifest.json"])
        said["files"] = [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items() if name not in ("manifest.json", "issued.json")
        ]  # fmt: skip
        files["manifest.json"] = resealed(said)
    with target.open("wb") as file:
        pack = Pack(file)
        for name, content in files.items():
            pack.add(name, content)
        pack.end()
    return target


def resealed(said: dict[str, Any]) -> bytes:
    del said["sha256"]
    return canonical({**said, "sha256": hashlib.sha256(canonical(said)).hexdigest()})


# --- what is as it should be ------------------------------------------------------------------------------------------


def test_an_issued_bundle_is_proved_to_its_last_step(bundles: Bundles, issued: Path) -> None:
    report = told(bundles, issued)

    assert against(report) == ""
    assert report.exit_code == EXIT_PROVED


def test_a_draft_is_proved_but_for_what_its_pages_say(bundles: Bundles) -> None:
    report = told(bundles, bundles.make("disclosure"))

    [only] = [what for state, what in report.steps if state != "proved"]
    assert "a draft" in only
    assert report.exit_code == EXIT_NOT_PROVED


def test_an_issued_bundle_without_its_proof_is_no_draft(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    without = remade(issued, tmp_path / "x.zip", lambda files: files.pop("issued.json"), manifest=False)

    [only] = [what for state, what in told(bundles, without).steps if state != "proved"]

    assert f"it says that it was issued to {RECIPIENT}, and issued.json is not here" in only
    assert "draft" not in only


@pytest.mark.parametrize("name", ["log/checkpoint", "log/file.json"])
def test_where_nothing_shows_which_entries_are_the_files_no_word_is_said_to_be_altered(
    bundles: Bundles, issued: Path, tmp_path: Path, name: str
) -> None:
    unreadable = remade(issued, tmp_path / "x.zip", lambda files: files.update({name: b"torn"}))

    report = told(bundles, unreadable)

    assert [what for state, what in report.steps if state == CONTRADICTED and "manifest" not in what] == []
    assert "not proved" in {state for state, what in report.steps if what.startswith("words and exhibits are those")}
    assert len(report.steps) < 30


def test_a_stranger_checks_it_unpacked_with_nothing_but_what_is_in_it(
    bundles: Bundles, issued: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(issued) as opened:
        opened.extractall(tmp_path / "bundle")
    command = [sys.executable, "-I", "verify.py", "bundle", ".", "--key", str(bundles.key)]

    done = subprocess.run(command, cwd=tmp_path / "bundle", capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.splitlines()[-1][:7]) == (EXIT_PROVED, "PROVED:"), done.stdout
    assert not (tmp_path / "bundle" / "__pycache__").exists()


def test_what_is_said_to_be_checked_by_hand_can_be(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(issued) as opened:
        opened.extractall(tmp_path / "bundle")
    (tmp_path / "key").write_text(str(bundles.key))
    page = (tmp_path / "bundle" / "HOW-TO-VERIFY.txt").read_text().partition("BY HAND")[2]
    name = next(one for one in members(issued) if one.startswith("openings/")).partition("/")[2]
    commands = "\n".join(line[4:] for line in page.splitlines() if line.startswith("    ")).replace("NAME", name)

    done = subprocess.run(
        ["bash", "-c", commands], cwd=tmp_path / "bundle", capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert "Signature Verified Successfully" in done.stdout
    assert done.stdout.count(": OK") == len(members(issued)) - 2  # the manifest, and the proof that it was issued
    assert f"\n1\n{name}\n" in done.stdout
    assert told(bundles, tmp_path / "bundle").exit_code == EXIT_PROVED  # nothing was added to it


def test_the_proof_of_issuing_can_be_given_apart(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    apart = members(issued)["issued.json"]
    without = remade(issued, tmp_path / "x.zip", lambda files: files.pop("issued.json"), manifest=False)

    assert told(bundles, without).exit_code == EXIT_NOT_PROVED
    assert told(bundles, without, issued=apart).exit_code == EXIT_PROVED


def test_the_same_input_makes_the_same_bytes(bundles: Bundles) -> None:
    size = bundles.wiring.book.store.log_size()
    one = bundles.make("court", name="one", known_at=str(size))
    other = bundles.make("court", name="other", known_at=str(size))

    assert one != other
    assert one.read_bytes() == other.read_bytes()


PLACES = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "COLUMNS": "40"},
    {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"},
)


def test_the_same_input_makes_the_same_bytes_in_other_processes_time_zones_and_languages(
    bundles: Bundles, server: EmbeddedServer | str, tmp_path: Path
) -> None:
    size = str(bundles.wiring.book.store.log_size())
    here = bundles.make("lawyers", name="here", known_at=size, bates="HC-")
    (tmp_path / "keys").mkdir()
    keys = bundles.wiring.database.keys_place
    assert keys is not None
    (tmp_path / "keys" / bundles.wiring.database.schema).symlink_to(keys.folder)
    told = {
        "CLEARTRAIL_DATABASE_URL": server if isinstance(server, str) else server.url(),
        "CLEARTRAIL_SCHEMA": bundles.wiring.database.schema, "CLEARTRAIL_DATA_DIR": str(bundles.folder),
        "CLEARTRAIL_KEYS_FOLDER": str(tmp_path / "keys"), "CLEARTRAIL_SIGNER_FOLDER": str(bundles.folder / "signer"),
        "PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    asked = ["bundle", "C-1", "--purpose", "lawyers", "--known-at", size, "--bates", "HC-", "--to"]
    for place in some(PLACES, 2):
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *asked, str(tmp_path / f"{place['TZ'][:7]}.zip")], env=told | place,
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"{place['TZ'][:7]}.zip").read_bytes() == here.read_bytes()


# --- what was done to it ----------------------------------------------------------------------------------------------


def test_every_byte_that_is_changed_is_found_and_the_file_it_is_in_is_named(
    bundles: Bundles, issued: Path, tmp_path: Path
) -> None:
    raw, changed, chance = issued.read_bytes(), tmp_path / "changed.zip", random.Random(11)
    with zipfile.ZipFile(issued) as opened:
        begins = [(info.header_offset, info.filename) for info in opened.infolist()]
        directory = opened.start_dir
    starts = [at + chance.randrange(30) for at, _ in chance.sample(begins, 8)]
    small = [at + 30 + len(name) + chance.randrange(20) for at, name in begins if not name.endswith((".pdf", ".py"))]
    places = {*chance.sample(range(len(raw)), 25), *starts, *small[:35], *range(len(raw) - 22, len(raw))}
    places |= set(chance.sample(range(directory, len(raw)), 10))
    for at in sorted(places):
        changed.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :])

        report = told(bundles, changed)

        assert report.exit_code in (EXIT_CONTRADICTED, EXIT_NOT_PROVED), at
        before = [name for start, name in begins if start <= at]
        near = "directory of the ZIP" if at >= directory else before[-1]
        named = (near, f"after {before[-2]}" if len(before) > 1 else "the ZIP at byte", near.rpartition(".")[0])
        assert any(name in against(report) for name in named), (at, near, against(report))


@pytest.mark.parametrize("cut", [0, 1, 29, 1000, -1, -22, -23])
def test_a_bundle_cut_short_is_found(bundles: Bundles, issued: Path, tmp_path: Path, cut: int) -> None:
    (tmp_path / "cut.zip").write_bytes(issued.read_bytes()[:cut])

    assert told(bundles, tmp_path / "cut.zip").exit_code in (EXIT_CONTRADICTED, EXIT_NOT_PROVED)


def test_something_put_after_its_end_is_found(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    (tmp_path / "more.zip").write_bytes(issued.read_bytes() + b"x")

    assert told(bundles, tmp_path / "more.zip").exit_code == EXIT_CONTRADICTED


def test_an_edited_page_is_found_even_where_the_manifest_was_made_to_fit(
    bundles: Bundles, issued: Path, tmp_path: Path
) -> None:
    def edit(files: dict[str, bytes]) -> None:
        files["archive.pdf"] += b"\n"

    plain = told(bundles, remade(issued, tmp_path / "plain.zip", edit, manifest=False))
    fitted = told(bundles, remade(issued, tmp_path / "fitted.zip", edit))

    assert "archive.pdf is not the file that the manifest names" in against(plain)
    assert "another bundle was issued by that entry" in against(fitted)
    assert plain.exit_code == fitted.exit_code == EXIT_CONTRADICTED


def test_exhibits_exchanged_for_one_another_are_found(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    def exchange(files: dict[str, bytes]) -> None:
        one, other, *_ = (name for name in files if name.startswith("exhibits/"))
        files[one], files[other] = files[other], files[one]

    report = told(bundles, remade(issued, tmp_path / "x.zip", exchange))

    assert against(report).count("is not the document that the entries cite") == 2


def test_an_entry_left_out_is_found(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    report = told(bundles, remade(issued, tmp_path / "x.zip", lambda files: files.pop("entries/0004.json")))

    assert "entry 4 is neither shown nor named as left out" in against(report)


def test_an_entry_invented_or_repeated_is_found(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    def invent(files: dict[str, bytes]) -> None:
        files["entries/0099.json"] = files["entries/0003.json"]

    def repeat(files: dict[str, bytes]) -> None:
        files["entries/0004.json"] = files["entries/0003.json"]

    assert "entries/0099.json" in against(told(bundles, remade(issued, tmp_path / "x.zip", invent)))
    assert "entries/0004.json" in against(told(bundles, remade(issued, tmp_path / "y.zip", repeat)))


def test_words_that_no_entry_holds_are_found(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    def alter(files: dict[str, bytes]) -> None:
        one, other, *_ = (name for name in files if name.startswith("openings/"))
        files[one] = files[other]

    assert "openings/" in against(told(bundles, remade(issued, tmp_path / "x.zip", alter)))


def test_another_purposes_bundle_does_not_pass_for_the_one_that_was_issued(
    bundles: Bundles, issued: Path, tmp_path: Path
) -> None:
    proof = members(issued)["issued.json"]

    report = told(bundles, bundles.make("auditor"), issued=proof)

    assert "another bundle was issued by that entry" in against(report)


def test_under_a_key_that_is_not_the_logs_nothing_of_the_log_is_proved(bundles: Bundles, issued: Path) -> None:
    stranger, alike = SigningKey.made("ledger.example/other").public, SigningKey.made(ORIGIN).public

    assert told(bundles, issued, stranger).exit_code == EXIT_CONTRADICTED
    assert told(bundles, issued, alike).exit_code == EXIT_NOT_PROVED
    report = Report(lambda what: None)
    verify_bundle(report, issued, None)
    assert report.exit_code == EXIT_NOT_PROVED


def test_a_bundle_with_its_proof_from_another_log_is_found(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    """The same entries in a log of the same name that somebody else signs: neither key makes it pass."""
    other = make_folder(tmp_path / "other", ORIGIN)
    key = SigningKey.read(tmp_path / "other" / "key")

    def exchange(files: dict[str, bytes]) -> None:
        old = Checkpoint.read(files["log/checkpoint"])
        files["log/checkpoint"] = sign(checkpoint_text(old.origin, old.size, old.root), key)
        proof = json.loads(files["log/file.json"])
        head = MapHead.read(proof["map"].encode())
        proof["map"] = sign(MapHead.text(head.origin, head.size, head.root, head.files, head.map_root), key).decode()
        files["log/file.json"] = canonical(proof)

    forged = remade(issued, tmp_path / "x.zip", exchange)
    assert "no signature under it is by the key" in against(told(bundles, forged))
    assert told(bundles, forged, other).exit_code != EXIT_PROVED


# --- what is no bundle ------------------------------------------------------------------------------------------------


def zipped(path: Path, *files: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, content in files:
            made.writestr(zipfile.ZipInfo(name), content, method)
    return path


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\\b", "x\x00y", ".hidden", "a//b", "entries/" * 9])
def test_a_name_that_leads_elsewhere_is_refused(bundles: Bundles, tmp_path: Path, name: str) -> None:
    raw = name.encode()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0x21, 0, 0, 0, len(raw), 0) + raw
    (tmp_path / "x.zip").write_bytes(local + b"PK\x05\x06" + bytes(18))

    assert told(bundles, tmp_path / "x.zip").exit_code == EXIT_NOT_PROVED
    assert [one.name for one in tmp_path.iterdir()] == ["x.zip"]


def test_what_is_compressed_is_refused_before_it_is_unpacked(bundles: Bundles, tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "x.zip", ("manifest.json", bytes(50_000_000)), method=zipfile.ZIP_DEFLATED)

    assert "compressed" in against(told(bundles, bomb))


def test_a_size_that_is_not_there_is_refused(bundles: Bundles, tmp_path: Path) -> None:
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0x21, 0, 0xFFFFFFF0, 0xFFFFFFF0, 13, 0)
    (tmp_path / "x.zip").write_bytes(header + b"manifest.json" + b"{}")

    assert "longer than what is there" in against(told(bundles, tmp_path / "x.zip"))


def test_a_name_given_twice_is_refused(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    with (tmp_path / "x.zip").open("wb") as file:
        pack = Pack(file)
        for name, content in (*members(issued).items(), ("verify.py", b"print('PROVED')")):
            pack.add(name, content)
        pack.end()

    assert "holds verify.py a second time" in against(told(bundles, tmp_path / "x.zip"))


def test_a_link_in_an_unpacked_bundle_is_no_file_of_it(bundles: Bundles, issued: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(issued) as opened:
        opened.extractall(tmp_path / "bundle")
    target = tmp_path / "bundle" / "archive.pdf"
    shutil.move(target, tmp_path / "elsewhere.pdf")
    target.symlink_to(tmp_path / "elsewhere.pdf")
    (tmp_path / "bundle" / "openings2").symlink_to(tmp_path / "bundle" / "openings")

    found = against(told(bundles, tmp_path / "bundle"))

    assert "'archive.pdf' is no ordinary file" in found
    assert "'openings2' is no ordinary file" in found


@pytest.mark.parametrize("raw", [b"", b"{}", b"[" * 100_000, b'{"format":"cleartrail-bundle/1"}', b"\xff\xfe", b"null"])
def test_a_manifest_that_is_none_proves_nothing(bundles: Bundles, issued: Path, tmp_path: Path, raw: bytes) -> None:
    def put(files: dict[str, bytes]) -> None:
        files["manifest.json"] = raw

    report = told(bundles, remade(issued, tmp_path / "x.zip", put, manifest=False))

    assert report.exit_code == EXIT_NOT_PROVED
