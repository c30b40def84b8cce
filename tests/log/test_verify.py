"""verify.py as a stranger runs it: alone, over what he was given; whatever was done to that is found and named."""

from __future__ import annotations

import ast
import hashlib
import itertools
import json
import os
import platform
import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import ledger.verify
from ledger.copying.format import line
from ledger.copying.writing import write_copy
from ledger.log import proofs
from ledger.log.exporting import export_log
from ledger.log.signer import Signer, make_folder
from ledger.log.signing import SigningKey, sign
from ledger.verify import Note, Report, checkpoint_text, main, verify_copy
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import note
from tests.sampling import places, some

HERE = Path(ledger.verify.__file__)
PROVED, CONTRADICTED, USAGE, NOT_PROVED = 0, 1, 2, 3


@pytest.fixture
def given(signed: Signed, tmp_path: Path) -> Path:
    """A folder with what a stranger was given: a copy, two checkpoints, the key, and proofs."""
    folder = tmp_path / "given"
    folder.mkdir()
    signed.signer.sign_once()
    (folder / "older").write_bytes((signed.folder / "checkpoint").read_bytes())
    note(signed, "one more")
    signed.signer.sign_once()
    (folder / "newer").write_bytes((signed.folder / "checkpoint").read_bytes())
    (folder / "key").write_text(str(signed.key))
    write_copy(signed.database, folder / "copy")
    file_id = signed.book.file_id("A")
    with signed.database.transaction("app") as connection:
        (folder / "proof").write_bytes(proofs.entry_proof(connection, file_id, 2))
        size = int((folder / "older").read_bytes().split(b"\n")[1])
        (folder / "consistency").write_bytes(proofs.consistency(connection, size))
        [(state,)] = connection.execute("SELECT state FROM entries WHERE file_id = %s AND position = 2", (file_id,))
        (folder / "stored").write_bytes(state)
    return folder


def asked(given: Path, *words: str, key: bool = True) -> int:
    """The exit code of a check over the files of the folder."""
    paths = [word if word.startswith("--") else str(given / word) for word in words]
    return main([words[0], *paths[1:], *(["--key", (given / "key").read_text()] if key else [])])


CHECKS = {
    "checkpoint": ("checkpoint", "newer"),
    "proof": ("proof", "proof", "--stored", "stored"),
    "consistency": ("consistency", "older", "consistency"),
    "copy": ("copy", "copy", "--checkpoint", "older", "--checkpoint", "newer"),
}


@pytest.mark.parametrize("words", CHECKS.values(), ids=CHECKS)
def test_what_the_ledger_gave_out_is_proved(given: Path, words: tuple[str, ...]) -> None:
    assert asked(given, *words) == PROVED


@pytest.mark.parametrize("words", CHECKS.values(), ids=CHECKS)
def test_without_a_key_from_elsewhere_nothing_is_proved(given: Path, words: tuple[str, ...]) -> None:
    assert asked(given, *words, key=False) == NOT_PROVED


@pytest.mark.parametrize("words", CHECKS.values(), ids=CHECKS)
def test_under_another_key_nothing_is_proved(given: Path, words: tuple[str, ...]) -> None:
    (given / "key").write_text(str(SigningKey.made(ORIGIN).public))
    assert asked(given, *words) == NOT_PROVED

    (given / "key").write_text(str(SigningKey.made("ledger.example/other").public))
    assert asked(given, *words) == CONTRADICTED


@pytest.mark.parametrize("words", CHECKS.values(), ids=CHECKS)
def test_every_byte_that_is_changed_is_found(given: Path, words: tuple[str, ...]) -> None:
    chance = random.Random(7)
    for name in [word for word in words[1:] if not word.startswith("--")]:
        raw = (given / name).read_bytes()
        slow = words[0] == "copy" or len(raw) > 300  # and what lies beside a copy is checked byte by byte without it
        for at in places(len(raw), max(7, len(raw) // 30) if slow else 1, chance):
            (given / name).write_bytes(raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :])
            assert asked(given, *words) in (CONTRADICTED, NOT_PROVED), (name, at)
        for cut in (0, 1, len(raw) // 2, len(raw) - 1):
            (given / name).write_bytes(raw[:cut])
            assert asked(given, *words) in (CONTRADICTED, NOT_PROVED), (name, cut)
        (given / name).write_bytes(raw + b"\n")
        assert asked(given, *words) in (CONTRADICTED, NOT_PROVED), name
        (given / name).write_bytes(raw)
    assert asked(given, *words) == PROVED


def test_a_proof_from_another_log_of_the_same_name_proves_nothing(given: Path, signed: Signed, tmp_path: Path) -> None:
    another = make_folder(tmp_path / "other", ORIGIN)
    with closing(Signer(signed.database, tmp_path / "other")) as signer:
        checkpoint = signer.sign_once()
    assert checkpoint is not None
    raw = (tmp_path / "other" / "checkpoint").read_bytes()
    head, _, _ = (given / "proof").read_bytes().partition(b"\n\n")
    (given / "proof").write_bytes(head + b"\n\n" + raw)

    assert asked(given, *CHECKS["proof"]) == NOT_PROVED
    (given / "key").write_text(str(another))
    assert asked(given, *CHECKS["proof"]) == PROVED  # the same entries: only who signed them differs


# --- a copied ledger --------------------------------------------------------------------------------------------------


def told(given: Path, **options: Any) -> list[tuple[str, str]]:
    report = Report(lambda what: None)
    key = ledger.verify.Key.read((given / "key").read_text())
    checkpoints = [(given / name).read_bytes() for name in ("older", "newer")]
    verify_copy(report, given / "copy", key, checkpoints, **options)
    return report.steps


def rewritten(given: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """The copy with something done to its lines, and its trailer made to fit."""
    lines = [json.loads(text) for text in (given / "copy").read_bytes().splitlines()]
    change(lines)
    body = [line(kind, content) for said in lines[:-1] for kind, content in said.items()]
    trailer = lines[-1]["trailer"]
    root = ledger.verify.Root()
    for said in lines:
        if "entry" in said:
            root.add(bytes.fromhex(said["entry"]["leaf"]))
    counts = {
        "entries": root.size, "root": root.value.hex(), "sha256": hashlib.sha256(b"".join(body)).hexdigest(),
        "documents": sum("document" in said for said in lines),
        "openings": sum(len(said["entry"].get("openings", [])) for said in lines if "entry" in said),
    }  # fmt: skip
    (given / "copy").write_bytes(b"".join(body) + line("trailer", trailer | counts))


def entries(lines: list[dict[str, Any]]) -> list[int]:
    return [at for at, said in enumerate(lines) if "entry" in said]


def alter(lines: list[dict[str, Any]]) -> None:
    entry = lines[entries(lines)[2]]["entry"]
    entry["state"] = str(entry["state"]).replace(":", ": ", 1)


def postdate(lines: list[dict[str, Any]]) -> None:
    lines[entries(lines)[2]]["entry"]["recorded_at"] = "2031-01-01T00:00:00.000000Z"


def drop_last(lines: list[dict[str, Any]]) -> None:
    del lines[entries(lines)[-1]]


def drop_middle(lines: list[dict[str, Any]]) -> None:
    del lines[entries(lines)[3]]


def swap(lines: list[dict[str, Any]]) -> None:
    one, other = entries(lines)[1:3]
    lines[one], lines[other] = lines[other], lines[one]


def double(lines: list[dict[str, Any]]) -> None:
    at = entries(lines)[-1]
    lines.insert(at, lines[at])


def other_words(lines: list[dict[str, Any]]) -> None:
    held = next(lines[at]["entry"]["openings"] for at in entries(lines) if lines[at]["entry"].get("openings"))
    held[0]["disclosure"] = "WyJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBIiwid29yZHMiXQ"


def no_words(lines: list[dict[str, Any]]) -> None:
    for at in entries(lines):
        lines[at]["entry"].pop("openings", None)


def other_exhibit(lines: list[dict[str, Any]]) -> None:
    piece = next(said for said in lines if "bytes" in said)
    piece["bytes"] = "eHh4" + str(piece["bytes"])[4:]


def other_kind(lines: list[dict[str, Any]]) -> None:
    """Words are taken out, and the line of the last entry says that it disposed of the file."""
    at = entries(lines)[-1]
    file = lines[at]["entry"]["file"]
    for one in entries(lines):
        if lines[one]["entry"]["file"] == file:
            lines[one]["entry"].pop("openings", None)
    lines[at]["entry"]["kind"] = "file-disposed/1"


DONE = {
    "bytes of an entry": (alter, "place 2 in the log: its bytes, or its times, are not what was sealed"),
    "a time": (postdate, "place 2 in the log: its bytes, or its times, are not what was sealed"),
    "the last entry taken out": (drop_last, "the others are not there"),
    "an entry taken out": (drop_middle, "it stands where place 3 should"),
    "two entries exchanged": (swap, "it stands where place 1 should"),
    "an entry twice": (double, "it stands where place"),
    "other words": (other_words, "it does not hold the digest of the words beside it"),
    "words taken out": (no_words, "are not there"),
    "the kind a line says": (other_kind, "the line says that it is file-disposed/1, and its bytes"),
    "words said to be erased": (other_kind, "no entry says that they were erased"),
    "an exhibit's bytes": (other_exhibit, "are not those that were filed"),
}


@pytest.mark.parametrize(("done", "said"), DONE.values(), ids=DONE)
def test_what_was_done_to_a_copy_is_named_though_its_own_hashes_were_made_to_fit(
    given: Path, done: Callable[[list[dict[str, Any]]], None], said: str
) -> None:
    rewritten(given, lambda lines: None)
    assert {state for state, _ in told(given)} == {"proved"}

    rewritten(given, done)

    assert [what for state, what in told(given) if state != "proved" and said in what], told(given)


def test_the_bytes_of_the_copy_that_hold_an_altered_entry_are_named_and_the_checkpoint_over_it(given: Path) -> None:
    rewritten(given, alter)
    lines = (given / "copy").read_bytes().splitlines(keepends=True)
    at = [number for number, text in enumerate(lines) if text.startswith(b'{"entry"')][2]
    first = sum(map(len, lines[:at]))
    older = ledger.verify.Checkpoint.read((given / "older").read_bytes())

    [what] = [what for state, what in told(given) if state == "contradicted" and "place 2 in the log" in what]

    span = f"(line {at + 1}, bytes {first} to {first + len(lines[at]) - 1} of the copy)"
    assert what.endswith(f"{span}; under the checkpoint of {older.size} entries")


def test_a_line_that_cannot_be_read_is_named_by_its_bytes(given: Path) -> None:
    lines = (given / "copy").read_bytes().splitlines(keepends=True)
    first = sum(map(len, lines[:3]))
    for other in (b"[" + lines[3][1:], lines[3].replace(b":", b": ", 1)):
        (given / "copy").write_bytes(b"".join([*lines[:3], other, *lines[4:]]))

        assert [
            what for _, what in told(given) if f"line 4, bytes {first} to {first + len(other) - 1}: it is n" in what
        ]


def test_a_byte_that_is_changed_in_a_copy_is_found_and_the_bytes_that_are_named_hold_it(given: Path) -> None:
    """Of the header, a document, an entry and the trailer."""
    raw = (given / "copy").read_bytes()
    lines = raw.splitlines(keepends=True)
    chosen = {0, 1, len(lines) - 1, next(n for n, text in enumerate(lines) if text.startswith(b'{"entry"'))}
    chance, begins = random.Random(11), 0
    for number, text in enumerate(lines):
        for at in chance.sample(range(len(text)), min(40, len(text))) if number in chosen else ():
            changed = bytes([text[at] ^ (1 << chance.randrange(8))])
            (given / "copy").write_bytes(raw[: begins + at] + changed + raw[begins + at + 1 :])
            said = [what for state, what in told(given) if state != "proved"]
            assert said, (number, at)
            spans = [span for what in said for span in re.findall(r"bytes (\d+) to (\d+)", what)]
            assert any(int(first) <= begins + at <= int(last) for first, last in spans), (number, at, said)
        begins += len(text)


def test_a_ledger_rewritten_and_signed_anew_contradicts_an_older_checkpoint(
    given: Path, signed: Signed, tmp_path: Path
) -> None:
    """Database and key are both in the wrong hands; whoever kept a checkpoint has what shows it."""
    key = SigningKey.read(signed.folder / "key")
    older = ledger.verify.Checkpoint.read((given / "older").read_bytes())
    (given / "older").write_bytes(sign(checkpoint_text(ORIGIN, older.size, b"x" * 32), key))

    steps = told(given)

    [wrong] = [what for state, what in steps if state == "contradicted"]
    assert f"something from place 0 to {older.size - 1} is not what was signed" in wrong


def test_entries_under_no_checkpoint_are_not_said_to_be_proved(given: Path, signed: Signed) -> None:
    (given / "newer").write_bytes((given / "older").read_bytes())

    steps = told(given)

    size = signed.book.store.log_size()
    assert ("not proved", f"places {size - 1} to {size - 1} are under no checkpoint given that holds") in steps


def test_the_digest_of_the_whole_copy_is_compared_where_it_is_given(given: Path) -> None:
    found = json.loads((given / "copy").read_bytes().splitlines()[-1])["trailer"]["sha256"]

    assert told(given, sha256=found)[-1] == ("proved", "the file has the SHA-256 given")
    assert told(given, sha256="0" * 64)[-1][0] == "contradicted"


# --- witnesses --------------------------------------------------------------------------------------------------------


def test_a_quorum_of_witnesses_is_of_different_keys_and_never_of_the_logs_own(given: Path, signed: Signed) -> None:
    witnesses = [SigningKey.made(f"witness-{n}.example", cosigns=True) for n in range(2)]
    raw = (given / "newer").read_bytes()
    text = Note.read(raw).text
    log = SigningKey.read(signed.folder / "key")
    own = SigningKey("self.example", log._private, cosigns=True)  # the log as its own witness
    (given / "newer").write_bytes(raw + witnesses[0].line(text, 1_700_000_000) + own.line(text, 1_700_000_000))
    keys = [word for key in (*witnesses, own) for word in ("--witness", str(key.public))]

    def quorum(number: int) -> int:
        words = ["checkpoint", str(given / "newer"), "--key", str(signed.key), *keys, "--quorum", str(number)]
        return main(words)

    assert (quorum(1), quorum(2)) == (PROVED, NOT_PROVED)


# --- alone ------------------------------------------------------------------------------------------------------------


def test_it_runs_alone_where_nothing_of_ours_is(given: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "verify.py").write_bytes(HERE.read_bytes())

    ended = subprocess.run(
        [sys.executable, "-I", "verify.py", "proof", str(given / "proof"), "--key", (given / "key").read_text()],
        cwd=alone, capture_output=True, text=True, check=False, env={},
    )  # fmt: skip

    assert ended.returncode == PROVED, ended.stderr
    assert ended.stdout.splitlines()[-1].startswith("PROVED")


def pythons() -> dict[str, str]:
    """Every Python of this machine that verify.py should run under, once each: version -> program."""
    folders = [
        *os.environ.get("PATH", "").split(os.pathsep),
        *map(str, Path("~/.pyenv/versions").expanduser().glob("*/bin")),
    ]
    found: dict[str, str] = {}
    for folder, minor in itertools.product(folders, range(9, 16)):
        program = Path(folder) / f"python3.{minor}"
        if os.access(program, os.X_OK) and "shims" not in folder:
            asked = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                found.setdefault(asked.stdout.strip().removeprefix("Python "), str(program))
    return found


def under(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """verify.py under another Python, with nothing of ours or of this environment's."""
    return subprocess.run(
        [program, "-I", *words], capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8"}
    )


def test_it_says_the_same_under_every_python_of_this_machine(given: Path, signed: Signed) -> None:
    """With `cryptography` everything is proved; without it all but the signatures is, and it says what to install."""
    others = {version: program for version, program in pythons().items() if version != platform.python_version()}
    if not others:
        pytest.skip("there is no other Python from 3.9 on on this machine; its grammar is asked below")
    export_log(signed.database, given / "log")
    for version, program in some(list(others.items()), len(others)):  # one of them, another in each run; or all
        has = under(program, "-c", "import cryptography").returncode == 0
        for words in (*CHECKS.values(), ("log", "log", "--checkpoint", "older")):
            named = [word if word.startswith("--") else str(given / word) for word in words[1:]]
            said = under(program, str(HERE), words[0], *named, *(["--key", (given / "key").read_text()] if has else []))
            assert said.returncode == (PROVED if has else NOT_PROVED), (version, said.stdout, said.stderr)
            assert "contradicted" not in said.stdout, version
        if not has:
            said = under(program, str(HERE), "checkpoint", str(given / "newer"), "--key", (given / "key").read_text())
            assert said.returncode == USAGE, version
            assert "pip install cryptography" in said.stderr, version


def test_it_is_written_for_python_3_9_and_imports_the_standard_library_and_cryptography_only() -> None:
    tree = ast.parse(HERE.read_text(), feature_version=(3, 9))

    imported = {
        (name.name if isinstance(node, ast.Import) else str(node.module)).partition(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names
    }  # fmt: skip

    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize(
    "words", [["proof", "nowhere"], ["proof", "proof", "--key", "x"], ["checkpoint", "newer", "--witness", "y"]]
)
def test_what_cannot_be_read_at_all_is_said_and_proves_nothing(given: Path, words: list[str]) -> None:
    assert main([words[0], str(given / words[1]), *words[2:]]) == USAGE


def test_the_ledger_and_the_verifier_write_the_same_leaf(given: Path) -> None:
    proof = ledger.verify.EntryProof.read((given / "proof").read_bytes())

    said = ledger.verify.read_header(proof.header)

    assert (said["position"], said["format"]) == (2, "cleartrail-leaf/1")
    for wrong in (proof.header + b" ", proof.header.replace(b'"position":2', b'"position":true'), b"[]", b"\xff"):
        with pytest.raises(ledger.verify.Unreadable):
            ledger.verify.read_header(wrong)
