"""Takes each check out of the verifier in turn, and shows that this is noticed: what nobody would miss is no check.

    python -m tests.mutants          (make mutants; some minutes)

A mutant is ledger/verify.py with one check gone: a condition that raises or puts down a contradiction and is never
met, one arm of such a condition left out, a check that is not called, a step that is not taken. Each is given a folder
with a copy, an exported log, checkpoints and proofs, untouched and altered in some hundred ways, and the vectors that
others published, where they are there. The verifier itself must prove all that is untouched and nothing that was
altered. A mutant is found out by a *verdict* where it gives another exit code anywhere, by a *word* where it only names
something else. One that does neither survives, is printed, and the exit code is 1.
"""

# mypy: ignore-errors

from __future__ import annotations

import ast
import contextlib
import io
import json
import random
import secrets
import signal
import sys
import tempfile
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger.copying.writing import write_copy
from ledger.log import proofs
from ledger.log.exporting import export_log
from ledger.log.files import file_proof
from ledger.log.leaf import file_key
from ledger.log.signer import Signer, make_folder
from ledger.log.signing import SigningKey, sign
from ledger.store.database import Database
from ledger.store.embedded import embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.schema import migrate
from ledger.verify import Note, canonical, checkpoint_text
from tests.copying.test_copy import opened
from tests.log import test_export, test_files, test_verify
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import note
from tests.log.vectors import FOLDER as VECTORS

VERIFIER = Path(__file__).parents[1] / "ledger" / "verify.py"
NAMING = ("append", "tell", "_name", "step")
LONGEST = 60  # seconds that a mutant may take: it may never end

Case = tuple[str, Callable[[ModuleType], object], bool]
"""What it is called, what is asked of the verifier, and whether all of it is to be proved."""


@dataclass(frozen=True)
class Mutant:
    """The verifier with one check taken out."""

    line: int
    what: str
    tree: ast.Module


# --- mutants ----------------------------------------------------------------------------------------------------------


def mutants(text: str) -> Iterator[Mutant]:
    """Yield the verifier without each of its checks."""
    tree = ast.parse(text)
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            copy = deepcopy(tree)
            for at, twin in enumerate(ast.walk(copy)):
                if at == number:
                    change(twin)
                    break
            yield Mutant(getattr(node, "lineno", 0), what, ast.fix_missing_locations(copy))


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, ast.If | ast.For) and _names_something(node.body):
        if isinstance(node, ast.For):
            yield "never looked at", lambda twin: setattr(twin, "body", [ast.Pass()])
            return
        yield "never met", lambda twin: setattr(twin, "test", ast.Constant(False))
        if isinstance(node.test, ast.BoolOp):
            for at, arm in enumerate(node.test.values):
                yield f"without: {ast.unparse(arm)}", lambda twin, at=at: _without(twin, "test", at)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.BoolOp):
        for at, arm in enumerate(node.value.values):
            yield f"without: {ast.unparse(arm)}", lambda twin, at=at: _without(twin, "value", at)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = ast.unparse(node.value.func).rpartition(".")[2]
        if called.lstrip("_").startswith(("check", "admit")) or called == "step":
            yield f"not called: {ast.unparse(node.value)[:60]}", lambda twin: setattr(twin, "value", ast.Constant(None))


def _without(node: Any, where: str, at: int) -> None:
    """Leave out one arm of an `and` or `or`."""
    arms = getattr(node, where).values
    del arms[at]
    if len(arms) == 1:
        setattr(node, where, arms[0])


def _names_something(body: list[ast.stmt]) -> bool:
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Call):
        called = ast.unparse(first.value.func)
        return called.rpartition(".")[2] in NAMING and ("." in called)
    return any(isinstance(one, ast.Raise) for one in body)


def loaded(tree: ast.Module) -> ModuleType:
    """Return the verifier as a module, under a name that the real one does not have."""
    module = ModuleType("mutant")
    sys.modules["mutant"] = module  # dataclasses look there
    exec(compile(tree, "mutant", "exec"), module.__dict__)
    return module


# --- what they are given ----------------------------------------------------------------------------------------------


@dataclass
class Given:
    """A folder with what a stranger was given, untouched."""

    folder: Path
    key: str
    private: SigningKey

    def ask(self, *words: str, key: str | None = None) -> Callable[[ModuleType], object]:
        """What the verifier answers: its exit code, and what it says."""
        paths = [str(self.folder / word) if (self.folder / word).exists() else word for word in words[1:]]

        def asked(verifier: ModuleType) -> object:
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = verifier.main([words[0], *paths, *(["--key", key or self.key] if key != "" else [])])
            return code, said.getvalue().replace(str(self.folder), "")

        return asked

    def altered(self, name: str, content: bytes | Callable[[], None], ask: Any) -> Callable[[ModuleType], object]:
        """The same, of a file that was changed and is put back afterwards."""
        path = self.folder / name

        def asked(verifier: ModuleType) -> object:
            before = path.read_bytes()
            try:
                if callable(content):
                    content()
                else:
                    path.write_bytes(content)
                return ask(verifier)
            finally:
                path.write_bytes(before)

        return asked


@contextlib.contextmanager
def given() -> Iterator[Given]:
    """A small ledger's copy, its exported log, checkpoints of two sizes, and proofs of each sort."""
    with tempfile.TemporaryDirectory(prefix="mutants") as name, embedded_server(Path(name) / "server") as server:
        folder = Path(name) / "given"
        folder.mkdir()
        with Database(f"mutants_{secrets.token_hex(4)}", server, keys=KeysPlace(Path(name) / "keys")) as database:
            migrate(database)
            key = make_folder(Path(name) / "signer", ORIGIN)
            with closing(Signer(database, Path(name) / "signer")) as signer:
                signed = Signed(opened(database, "real"), database, Path(name) / "signer", key, signer)
                signed.seal()
                signer.sign_once()
                (folder / "older").write_bytes((signed.folder / "checkpoint").read_bytes())
                size = signed.book.store.log_size()
                note(signed, "one more")
                signer.sign_once()
                (folder / "newer").write_bytes((signed.folder / "checkpoint").read_bytes())
                write_copy(database, folder / "copy")
                export_log(database, folder / "log")
                file_id = signed.book.file_id("A")
                with database.transaction("app") as connection:
                    (folder / "proof").write_bytes(proofs.entry_proof(connection, file_id, 2))
                    (folder / "consistency").write_bytes(proofs.consistency(connection, size))
                    (folder / "file").write_bytes(file_proof(connection, file_id))
                    (folder / "nowhere").write_bytes(file_proof(connection, test_files.NOWHERE))
                    [(state,)] = connection.execute(
                        "SELECT state FROM entries WHERE file_id = %s AND position = 2", (file_id,)
                    ).fetchall()  # fmt: skip
                    (folder / "stored").write_bytes(state)
                (folder / "key").write_text(str(key))
                yield Given(folder, str(key), SigningKey.read(signed.folder / "key"))


def cases(of: Given) -> Iterator[Case]:
    """Yield everything that is asked of the verifier."""
    asks = {
        "checkpoint": of.ask("checkpoint", "newer"),
        "proof": of.ask("proof", "proof", "--stored", "stored"),
        "consistency": of.ask("consistency", "older", "consistency"),
        "file": of.ask("file", "file", "--known-at", "2099-01-01T00:00:00.000000Z"),
        "nowhere": of.ask("file", "nowhere", "--file", file_key(ORIGIN, test_files.NOWHERE).hex()),
        "copy": of.ask("copy", "copy", "--checkpoint", "older", "--checkpoint", "newer"),
        "log": of.ask("log", "log", "--checkpoint", "older"),
    }
    for name, ask in asks.items():
        yield name, ask, True
    yield from _keys(of)
    yield from _notes(of, asks)
    yield from _copies(of, asks["copy"])
    yield from _files(of, asks["file"], asks["nowhere"])
    yield from _logs(of, asks["log"])
    yield from _bytes(of, asks)
    yield from _probes()


def _keys(of: Given) -> Iterator[Case]:
    other = SigningKey.made("ledger.example/other").public
    same = SigningKey.made(ORIGIN).public
    for words in (
        ("checkpoint", "newer"), ("proof", "proof"), ("consistency", "older", "consistency"), ("file", "file"),
        ("copy", "copy", "--checkpoint", "newer"), ("log", "log"),
    ):  # fmt: skip
        for name, key in (("no key", ""), ("another name", str(other)), ("another key", str(same)), ("no line", "x")):
            yield f"{words[0]}, {name}", of.ask(*words, key=key), False
    yield "a file of another key", of.ask("file", "file", "--file", "0" * 64), False
    yield "known at no moment", of.ask("file", "file", "--known-at", "yesterday"), False
    yield "other bytes", of.ask("proof", "proof", "--stored", "newer"), False
    yield "another digest", of.ask("copy", "copy", "--checkpoint", "newer", "--sha256", "0" * 64), False
    yield "no checkpoint", of.ask("copy", "copy"), False
    yield "an older checkpoint alone", of.ask("copy", "copy", "--checkpoint", "older"), False
    yield "consistency of others", of.ask("consistency", "newer", "consistency"), False
    witness = SigningKey.made("witness.example", cosigns=True)
    text = Note.read((of.folder / "newer").read_bytes()).text
    witnessed = (of.folder / "newer").read_bytes() + witness.line(text, 1_700_000_000)
    for count, proved in (("1", True), ("2", False)):
        ask = of.ask("checkpoint", "newer", "--witness", str(witness.public), "--quorum", count)
        yield f"witnesses: {count}", of.altered("newer", witnessed, ask), proved
    own = SigningKey("self.example", of.private._private, cosigns=True)
    ask = of.ask("checkpoint", "newer", "--witness", str(own.public), "--quorum", "1")
    yield "its own witness", of.altered(
        "newer", (of.folder / "newer").read_bytes() + own.line(text, 1_700_000_000), ask
    ), False  # fmt: skip
    twice = of.ask("checkpoint", "newer", *["--witness", str(witness.public)] * 2, "--quorum", "2")
    yield "one witness twice", of.altered("newer", witnessed, twice), False
    for number in (0, 1, 2**255 - 20, int.from_bytes(b"\xff" * 32, "little") >> 1):
        material = b"\x01" + number.to_bytes(32, "little")
        yield f"point {number:x}"[:20], lambda v, m=material: _answer(lambda: v.Key("x", m[1:])), False
    for line in (
        "x+1+AQ==",
        "+00000000+" + "A" * 44,
        of.key + "x",
        of.key.replace("+", "++"),
        "x+00000000+" + "/w" * 22,
    ):
        yield f"key {line[:20]}", lambda v, one=line: _answer(lambda: v.Key.read(one)), False
    yield "a key of type 7", lambda v: _answer(lambda: v.Key("x", of.private.public.public_key, 7)), False
    yield "a short key", lambda v: _answer(lambda: v.Key("x", b"x" * 31)), False


def _notes(of: Given, asks: dict[str, Any]) -> Iterator[Case]:
    def signed(text: str) -> bytes:
        return sign(text.encode(), of.private)

    raw = (of.folder / "newer").read_bytes()
    root = raw.split(b"\n")[2].decode()
    for name, content in {
        "four lines": signed(f"{ORIGIN}\n3\n{root}\nmore\n"),
        "no origin": signed(f"\n3\n{root}\n"),
        "leading zero": signed(f"{ORIGIN}\n03\n{root}\n"),
        "short root": signed(f"{ORIGIN}\n3\nAAAA\n"),
        "no root": signed(f"{ORIGIN}\n3\n?\n"),
        "control": signed(f"{ORIGIN}\n3\n{root}\n").replace(b"3", b"\x0b"),
        "not text": b"\xff" + raw,
        "long": raw + b"x" * 1_000_001,
        "many": raw + raw.splitlines(True)[-1] * 100,
        "no signature": raw.partition(b"\n\n")[0] + b"\n\n",
        "no end": raw[:-1],
        "other dash": raw.replace(b"\xe2\x80\x94", b"-"),
        "padding": raw.replace(root.encode(), root.encode()[:-2] + b"B="),
        "twice": raw + raw.splitlines(True)[-1],
        "short signature": raw + "\u2014 x AAAAAA==\n".encode(),
        "bad name": raw + "\u2014 x+y AAAAAAAA\n".encode(),
        "another root": sign(checkpoint_text(ORIGIN, 3, b"x" * 32), of.private),
    }.items():
        for ask in ("checkpoint",):
            proved = ask == "checkpoint" and name in ("twice", "another root")
            yield f"{ask}: {name}", of.altered("newer", content, asks[ask]), proved
    for size in (0, 1, 10**6):
        content = sign(checkpoint_text(ORIGIN, size, b"x" * 32), of.private)
        for name in ("copy", "log", "consistency"):
            yield f"{name}: older of {size}", of.altered("older", content, asks[name]), False
    other = sign(checkpoint_text("ledger.example/other", 1, b"x" * 32), SigningKey.made("ledger.example/other"))
    for name in ("copy", "log", "consistency"):
        yield f"{name}: another log's", of.altered("older", other, asks[name]), False
    head = (of.folder / "proof").read_bytes().partition(b"\n\n")[0]
    for name, content in {
        "no lines": b"x\n\n" + raw,
        "no checkpoint": head,
        "not ascii": "\u00e9\n\n".encode() + raw,
        "no index": head.replace(b"index", b"indes") + b"\n\n" + raw,
        "more": head + b"\n" + b"A" * 43 + b"=\n\n" + raw,
        "too many": head + (b"\n" + b"A" * 43 + b"=") * 70 + b"\n\n" + raw,
        "long": head + b"\n\n" + raw + b"x" * 1_200_000,
        "index beyond": head.replace(b"index ", b"index 9") + b"\n\n" + raw,
        "no extra": head.replace(b"extra", b"extrb") + b"\n\n" + raw,
        "no version": head.replace(b"@v1", b"@v2") + b"\n\n" + raw,
    }.items():
        yield f"proof: {name}", of.altered("proof", content, asks["proof"]), False
    grown = (of.folder / "consistency").read_bytes()
    for name, content in {"no old": b"new 3\n\n" + raw, "empty": grown.split(b"\n")[0] + b"\n\n" + raw}.items():
        yield f"consistency: {name}", of.altered("consistency", content, asks["consistency"]), False


def _copies(of: Given, ask: Any) -> Iterator[Case]:
    for name, (done, _) in test_verify.DONE.items():
        yield f"copy: {name}", of.altered("copy", lambda done=done: test_verify.rewritten(of.folder, done), ask), False
    raw = (of.folder / "copy").read_bytes()
    lines = raw.splitlines(True)
    for name, content in {
        "no trailer": b"".join(lines[:-1]),
        "after the end": raw + b"{}\n",
        "twice the header": lines[0] + raw,
        "no header": b"".join(lines[1:]),
        "another format": raw.replace(b"copy/1", b"copy/2"),
        "bytes alone": lines[0] + b'{"bytes":"eA=="}\n' + b"".join(lines[1:]),
        "unknown line": lines[0] + b'{"x":1}\n' + raw,
        "two members": lines[0] + b'{"a":1,"b":2}\n' + b"".join(lines[1:]),
        "spaces": raw.replace(b'":', b'": ', 1),
        "more in the trailer": raw[:-3] + b',"x":1}}\n',
        "empty": b"",
    }.items():
        yield f"copy: {name}", of.altered("copy", content, ask), False

    def change(name: str, value: object) -> Callable[[list[dict[str, Any]]], None]:
        return lambda lines: lines[test_verify.entries(lines)[2]]["entry"].__setitem__(name, value)

    for name, value in {
        "file": "x",
        "index": "2",
        "position": 2.5,
        "sealed_at": "1999-01-01T00:00:00.000000Z",
        "documents": ["0" * 64],
    }.items():
        done = change(name, value)
        yield f"copy: {name}", of.altered("copy", lambda done=done: test_verify.rewritten(of.folder, done), ask), False
    for name in ("documents", "entries", "openings", "root", "sha256"):
        said = raw.rpartition(b'{"trailer"')[2]
        at = raw.rindex(f'"{name}":'.encode()) + len(name) + 3
        other = raw[: at + 1] + (b"7" if raw[at + 1 : at + 2] != b"7" else b"8") + raw[at + 2 :]
        yield f"copy: trailer's {name}", of.altered("copy", other if said else raw, ask), False


def _files(of: Given, whole: Any, nowhere: Any) -> Iterator[Case]:
    for name, ask in (("file", whole), ("nowhere", nowhere)):
        said = json.loads((of.folder / name).read_bytes())
        changes: dict[str, Callable[[dict[str, Any]], object]] = {
            done.__name__: done for done in test_files.DONE if name == "file"
        }
        changes |= {
            "another format": lambda s: s.update(format="x"),
            "more": lambda s: s.update(x=1),
            "index": lambda s: s.update(index=s["index"] + 1),
            "index true": lambda s: s.update(index=True),
            "no list": lambda s: s.update(headers={}),
            "no text": lambda s: s.update(map=[1]),
            "no proof": lambda s: s.update(proof=["x"]),
            "proof no list": lambda s: s.update(proof="x"),
            "leaf": lambda s: s["leaves"][0].update(entries=-1),
            "leaf more": lambda s: s["leaves"][0].update(x=1),
            "leaf place": lambda s: s["leaves"][0].update(place=s["leaves"][0]["place"] + 1),
            "leaf head": lambda s: s["leaves"][0].update(head="0" * 64),
            "upper": lambda s: s.update(file=s["file"].upper()),
            "map": lambda s: s.update(map=s["map"].replace("cleartrail-map/1", "cleartrail-map/2")),
            "leaves twice": lambda s: s.update(leaves=s["leaves"] * 2),
            "another file": lambda s: s.update(file="f" * 64),
            "headers": lambda s: s.update(headers=["{}"]),
        }
        for what, change in changes.items():
            twin = json.loads(canonical(said))
            change(twin)
            yield f"{name}: {what}", of.altered(name, canonical(twin), ask), False
        yield f"{name}: spaced", of.altered(name, json.dumps(said).encode(), ask), False
        # Signed heads of other maps, as whoever has the key could make them.
        head = Note.read(said["map"].encode()).text.decode().split("\n")
        for at, value in (
            (0, "cleartrail-map/2"),
            (1, "x.example"),
            (2, "1"),
            (3, "A" * 43 + "="),
            (4, "9"),
            (5, "A" * 43 + "="),
        ):
            lines = [value if n == at else line for n, line in enumerate(head)]
            twin = said | {"map": sign("\n".join(lines).encode(), of.private).decode()}
            # What is not there is not there in a map of any size: that the size is another is a signed lie.
            yield f"{name}: map's line {at}", of.altered(name, canonical(twin), ask), name == "nowhere" and at in (2, 3)


def _logs(of: Given, ask: Any) -> Iterator[Case]:
    log = of.folder / "log"
    [entries] = (log / "tile" / "entries").rglob("*.p/*")
    tile = log / "tile" / "0" / "000.p" / entries.name

    def both(done: Callable[[Path], None]) -> Callable[[ModuleType], object]:
        def asked(verifier: ModuleType) -> object:
            before = {path: path.read_bytes() for path in (entries, tile)}
            try:
                done(log)
                return ask(verifier)
            finally:
                for path, content in before.items():
                    path.write_bytes(content)

        return asked

    for name, change in {
        "turned round": test_export.turn_round,
        "doubled": test_export.double,
        "invented": test_export.invent,
        "no header": test_export.no_header,
    }.items():
        yield f"log: {name}", both(lambda folder, change=change: test_export.again(folder, change)), False
    for name, done in {
        "cut": test_export.cut,
        "added to": test_export.add,
        "no tile": lambda _: tile.unlink(),
        "no entries": lambda _: entries.unlink(),
        "short tile": lambda _: tile.write_bytes(tile.read_bytes()[:-1]),
        "long tile": lambda _: tile.write_bytes(tile.read_bytes() + b"x"),
    }.items():
        yield f"log: {name}", both(done), False


def _bytes(of: Given, asks: dict[str, Any]) -> Iterator[Case]:
    chance = random.Random(1)
    names = {
        "checkpoint": ["newer"], "proof": ["proof", "stored"], "consistency": ["older", "consistency"],
        "file": ["file"], "nowhere": ["nowhere"], "copy": ["copy"],
    }  # fmt: skip
    for ask, files in names.items():
        for name in files:
            raw = (of.folder / name).read_bytes()
            for at in chance.sample(range(len(raw)), 8 if name == "copy" else 25):
                content = raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
                yield f"{ask}: byte {at} of {name}", of.altered(name, content, asks[ask]), False


def _answer(ask: Callable[[], object]) -> object:
    try:
        return 0, repr(ask())[:200]
    except Exception as error:  # noqa: BLE001  # whatever a mutant does
        return 1, f"{type(error).__name__}: {error}"


def _probes() -> Iterator[Case]:
    if not VECTORS.exists():
        print("the published vectors are not there: their probes are left out")
        return
    for path in sorted((VECTORS / "transparency-dev-merkle/testdata/inclusion").rglob("*.json")):
        one = json.loads(path.read_text())
        said = b64decode(one["leafHash"]), one["leafIdx"], one["treeSize"], b64decode(one["root"])
        proof = [b64decode(hashed) for hashed in one["proof"] or ()]
        yield f"inclusion: {path.name}", (
            lambda v, said=said, proof=proof: _answer(lambda: v.check_inclusion(*said, proof))
        ), not one["wantErr"]  # fmt: skip
    for path in sorted((VECTORS / "transparency-dev-merkle/testdata/consistency").rglob("*.json")):
        one = json.loads(path.read_text())
        roots = b64decode(one["root1"] or ""), b64decode(one["root2"] or "")
        proof = [b64decode(hashed) for hashed in one["proof"] or ()]
        yield f"consistency: {path.name}", (
            lambda v, one=one, roots=roots, proof=proof: _answer(
                lambda: v.check_consistency(one["size1"], one["size2"], *roots, proof)
            )
        ), not one["wantErr"]  # fmt: skip
    for one in json.loads((VECTORS / "transcribed/signed-note.json").read_text())["cases"]:
        yield f"note: {one['name']}", lambda v, one=one: _answer(lambda: _signers(v, one)), bool(one.get("verified"))


def _signers(verifier: ModuleType, case: dict[str, Any]) -> list[str]:
    """Who has signed a published note; an error where nobody has."""
    note = verifier.Note.read(b64decode(case["msg_b64"]))
    found = [key.name for key in note.signed_by([verifier.Key.read(key) for key in case["vkeys"]])]
    if not found:
        raise ValueError("nobody has signed it")
    return found


# --- the run ----------------------------------------------------------------------------------------------------------


class TooLong(Exception):
    """A mutant that does not come to an end."""


def _ring(*_: object) -> None:
    raise TooLong


def judged(verifier: ModuleType, asked: list[Case], expected: list[Any]) -> str:
    """Return by what a mutant is found out: a verdict, a word, or nothing."""
    word = ""
    for (name, ask, _), right in zip(asked, expected, strict=True):
        try:
            answer: Any = ask(verifier)
        except TooLong:
            return "verdict: it never ends"
        except Exception as error:  # noqa: BLE001  # it falls over: that is seen
            return f"verdict: {name}: {type(error).__name__}"
        if answer[0] != right[0]:
            return f"verdict: {name}: {answer[0]} instead of {right[0]}"
        if answer != right:
            word = word or f"word: {name}"
    return word


def main() -> None:
    """Judge every mutant, and print those that nobody notices."""
    signal.signal(signal.SIGALRM, _ring)
    text = VERIFIER.read_text(encoding="utf-8")
    with given() as of:
        asked = list(cases(of))
        verifier = loaded(ast.parse(text))
        expected = [ask(verifier) for _, ask, _ in asked]
        for (name, _, proved), answer in zip(asked, expected, strict=True):
            if (answer[0] == 0) != proved:  # type: ignore[index]
                print(f"the verifier itself is wrong about {name}: {answer}")
                sys.exit(1)
        print(f"{len(asked)} cases; the verifier is right about each", flush=True)
        found, survivors = Counter[str](), []
        for mutant in mutants(text):
            signal.alarm(LONGEST)
            by = judged(loaded(mutant.tree), asked, expected)
            signal.alarm(0)
            found[by.partition(":")[0] or "survives"] += 1
            if not by:
                survivors.append(mutant)
                print(f"survives: line {mutant.line}: {mutant.what}", flush=True)
        print(
            f"{found.total()} mutants: {found['verdict']} found out by a verdict, {found['word']} by a word alone, ",
            end="",
        )
        print(f"{len(survivors)} survive")
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
