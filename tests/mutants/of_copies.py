"""Cases of copied ledgers, of whole files, and of exported logs."""

# mypy: ignore-errors

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger.log.signing import sign
from ledger.verify import Note, canonical
from tests.log import test_export, test_files, test_verify
from tests.mutants.asking import Case, Given


def of_copies(of: Given, ask: Any) -> Iterator[Case]:
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


def of_files(of: Given, whole: Any, nowhere: Any) -> Iterator[Case]:
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


def of_logs(of: Given, ask: Any) -> Iterator[Case]:
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
