"""Cases of bundles of evidence: each sort of file altered, exchanged, taken out or added, the manifest made to fit."""

# mypy: ignore-errors

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger.log.signing import SigningKey
from ledger.verify import canonical
from tests.bundle.conftest import members
from tests.bundle.test_verifying import remade, resealed
from tests.bundle.test_when import SPOILT
from tests.mutants.asking import Case, Given

Files = dict[str, bytes]


def of_bundles(of: Given) -> Iterator[Case]:
    """Yield the bundle itself, and what can be done to it."""
    path, raw = of.folder / "bundle.zip", (of.folder / "bundle.zip").read_bytes()
    files = members(path)
    yield "bundle", _ask(of, raw), True
    yield "bundle: no root", _ask(of, raw, roots=False), False
    yield "bundle: no key", _ask(of, raw, key=""), False
    stranger = SigningKey.made(of.out.bundle_key.name).public
    yield "bundle: another key", _ask(of, raw, key=str(stranger)), False
    for name, change in _changes(files):
        for fits in (True, False):
            made = remade(path, of.folder / "altered.zip", change, manifest=fits).read_bytes()
            yield f"bundle: {name}, fits: {fits}", _ask(of, made), False
    stems = sorted({name.rpartition(".")[0] for name in files if name.startswith("log/timestamps/")})
    for name, (spoil, _) in SPOILT.items():
        made = remade(path, of.folder / "altered.zip", lambda held, spoil=spoil: spoil(held, stems)).read_bytes()
        yield f"bundle: {name}", _ask(of, made), False
    for name, content in _containers(raw, path):
        yield f"bundle: {name}", _ask(of, content), False
    yield from _folders(of, files)
    yield from _manifests(of, files)
    yield from _issued(of, files)


def _ask(of: Given, raw: bytes, key: str | None = None, *, roots: bool = True, issued: bytes | None = None):
    def asked(verifier: ModuleType) -> object:
        (of.folder / "asked.zip").write_bytes(raw)
        report = verifier.Report(lambda _: None)
        said = str(of.out.bundle_key) if key is None else key
        root = [of.out.stamper.root.der] if roots else []
        public = verifier.Key.read(said) if said else None
        verifier.verify_bundle(report, of.folder / "asked.zip", public, issued, root)
        return report.exit_code, report.steps

    return asked


def _changes(files: Files) -> Iterator[tuple[str, Callable[[Files], object]]]:
    """What is done to single files."""
    for folder in ("entries/", "openings/", "exhibits/", "log/keys/", "log/consistency/", "log/timestamps/"):
        held = sorted(name for name in files if name.startswith(folder))
        if held:
            yield f"altered in {folder}", lambda f, one=held[0]: f.update({one: f[one][:-1] + b"~"})
            yield f"taken out of {folder}", lambda f, one=held[0]: f.pop(one)
            yield f"put into {folder}", lambda f, folder=folder: f.update({f"{folder}0999.json": b"{}"})
        if held[1:]:
            yield f"exchanged in {folder}", lambda f, a=held[0], b=held[-1]: f.update({a: f[b], b: f[a]})
    for name in ("log/checkpoint", "log/file.json", "log/places.json", "archive.pdf", "verify.py", "issued.json"):
        yield f"altered: {name}", lambda f, name=name: f.update({name: f[name][:-2] + b"~\n"})
        yield f"taken out: {name}", lambda f, name=name: f.pop(name, None)
    yield "an unnamed file", lambda f: f.update({"more.txt": b"x"})
    yield "no manifest", lambda f: f.pop("manifest.json")
    newer = sorted(name for name in files if name.startswith("log/consistency/") and name.endswith("checkpoint"))
    if newer:
        yield (
            "an older checkpoint named anew",
            lambda f: f.update({"log/consistency/7.checkpoint": f[newer[0]], "log/consistency/7": f[newer[0][:-11]]}),
        )


def _containers(raw: bytes, path: Any) -> Iterator[tuple[str, bytes]]:
    """What is done to the ZIP around the files."""
    with zipfile.ZipFile(path) as opened:
        infos, directory = opened.infolist(), opened.start_dir
    for at in range(0, 30, 3):
        yield f"local header, byte {at}", raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    for at in range(directory, directory + 46 + len(infos[0].filename), 9):
        yield f"directory, byte {at - directory}", raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    for at in range(len(raw) - 22, len(raw), 4):
        yield f"end, byte {at - len(raw)}", raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    yield "cut in a header", raw[:20]
    yield "a file longer than what is there", raw[:18] + b"\xff\xff\xff\x7f\xff\xff\xff\x7f" + raw[26:]
    yield "cut", raw[:-1]
    yield "cut in a file", raw[: infos[3].header_offset + 40]
    yield "more behind", raw + b"\0"
    yield "the directory gone", raw[:directory]
    second = infos[1].header_offset
    yield "the first file twice", raw[:second] + raw
    yield "nothing", b""


def _folders(of: Given, files: Files) -> Iterator[Case]:
    """The same unpacked, and what may lie in a folder."""

    def asking(spoil: Callable[[Path], object]) -> Callable[[ModuleType], object]:
        def asked(verifier: ModuleType) -> object:
            folder = of.folder / "unpacked"
            shutil.rmtree(folder, ignore_errors=True)
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
            spoil(folder)
            report = verifier.Report(lambda _: None)
            key = verifier.Key.read(str(of.out.bundle_key))
            verifier.verify_bundle(report, folder, key, roots=[of.out.stamper.root.der])
            return report.exit_code, report.steps

        return asked

    yield "folder", asking(lambda _: None), True
    for name, spoil in {
        "a link": lambda f: (
            (f / "archive.pdf").replace(f.parent / "moved") and (f / "archive.pdf").symlink_to(f.parent / "moved")
        ),
        "a link to a folder": lambda f: (f / "more").symlink_to(f / "log"),
        "a pipe": lambda f: os.mkfifo(f / "pipe"),
        "a hidden file": lambda f: (f / ".x").write_bytes(b""),
        "a hidden folder": lambda f: (f / ".y").mkdir(),
        "a file more": lambda f: (f / "entries" / "x").write_bytes(b""),
        "an opening that is none": lambda f: (f / "openings" / ("A" * 43)).write_bytes(b"W10"),
    }.items():
        yield f"folder: {name}", asking(spoil), False


def _manifests(of: Given, files: Files) -> Iterator[Case]:
    """Manifests that somebody wrote anew, whose own hash fits."""
    path = of.folder / "bundle.zip"
    said = json.loads(files["manifest.json"])
    odd = {
        name: value
        for name in said
        if name not in ("sha256", "files")
        for value in [said[name] + 1 if type(said[name]) is int else not said[name] if type(said[name]) is bool
                      else said[name] + "x" if isinstance(said[name], str) else [{"x": 1}]]
    }  # fmt: skip
    for name, value in odd.items():

        def change(held: Files, name: str = name, value: object = value) -> None:
            held["manifest.json"] = resealed({**json.loads(held["manifest.json"]), name: value})

        made = remade(path, of.folder / "altered.zip", change, manifest=False).read_bytes()
        yield f"manifest: {name}", _ask(of, made), False
    rows: dict[str, Callable[[dict[str, Any]], object]] = {
        "a file of another size": lambda s: s["files"][0].update(size=-1),
        "a file named badly": lambda s: s["files"][0].update(name="../x"),
        "a file named twice": lambda s: s["files"].append(s["files"][0]),
        "itself named": lambda s: s["files"].append({**s["files"][0], "name": "manifest.json"}),
        "a hash that is none": lambda s: s["files"][0].update(sha256="x"),
        "files in another order": lambda s: s["files"].reverse(),
        "withheld, and shown": lambda s: s["withheld"].append({"ground": "x", "position": 2}),
        "withheld, and not there": lambda s: s["withheld"].append({"ground": "x", "position": 999}),
        "closed for no reason": lambda s: s["closed"][0].update(why="x"),
        "closed, of no entry": lambda s: s["closed"][0].update(position=999),
        "nothing closed": lambda s: s["closed"].clear(),
        "erased, by nobody": lambda s: s["closed"][0].update(why="erased"),
        "redacted, and not so": lambda s: s["redacted"].append({"fields": ["x: y"], "position": 3}),
        "an exhibit of others": lambda s: s["exhibits"][0].update(entries=[1]),
        "an exhibit gone": lambda s: s["exhibits"][0].update(there=False),
        "an exhibit left out": lambda s: s["exhibits"].pop(0),
        "an exhibit more": lambda s: s["exhibits"].append({**s["exhibits"][0], "sha256": "0" * 64, "name": "x"}),
        "more": lambda s: s.update(x=1),
        "simulated in a number": lambda s: s.update(simulated=0),
        "a recipient in a number": lambda s: s.update(recipient=5),
        "a name in a number": lambda s: s["files"][0].update(name=5),
        "a hash in a number": lambda s: s["files"][0].update(sha256=5),
        "no list": lambda s: s.update(closed={}),
        "a size that is text": lambda s: s.update(size="1"),
        "an exhibit without a row": lambda s: s["exhibits"].append([]),
        "a position that is text": lambda s: s["withheld"].append({"ground": "x", "position": "1"}),
        "a digest that is none": lambda s: s["closed"][0].update(digest=5),
        "an exhibit's entries in words": lambda s: s["exhibits"][0].update(entries="1"),
        "an exhibit's there in words": lambda s: s["exhibits"][0].update(there="yes"),
    }
    for name, change in rows.items():
        twin = json.loads(files["manifest.json"])
        change(twin)

        def put(held: Files, twin: dict[str, Any] = twin) -> None:
            held["manifest.json"] = resealed(dict(twin))

        made = remade(path, of.folder / "altered.zip", put, manifest=False).read_bytes()
        yield f"manifest: {name}", _ask(of, made), False
    for name, raw in {"spaced": json.dumps(said).encode(), "list": b"[]", "deep": b"[" * 100_000}.items():
        made = remade(path, of.folder / "altered.zip", lambda f, raw=raw: f.update({"manifest.json": raw}),
                      manifest=False).read_bytes()  # fmt: skip
        yield f"manifest: {name}", _ask(of, made), False


def _issued(of: Given, files: Files) -> Iterator[Case]:
    """Proofs of issuing that say something else."""
    raw = (of.folder / "bundle.zip").read_bytes()
    said = json.loads(files["issued.json"])
    without = remade(
        of.folder / "bundle.zip", of.folder / "altered.zip", lambda f: f.pop("issued.json"), manifest=False
    ).read_bytes()
    yield "issued: apart", _ask(of, without, issued=files["issued.json"]), True
    entry = json.loads(said["stored"])
    for name, twin in {
        "another form": {**said, "format": "x"},
        "more": {**said, "x": "y"},
        "a number": {**said, "receipt": 1},
        "another receipt": {**said, "receipt": said["receipt"] + "x"},
        "another entry": {**said, "stored": json.dumps({**entry, "x": 1})},
        "another opening": {**said, "opening": said["opening"][:-1] + "A"},
        "another proof": {**said, "proof": said["proof"].replace("index ", "index 1")},
    }.items():
        yield f"issued: {name}", _ask(of, raw, issued=canonical(twin)), False
    for name, content in {"spaced": json.dumps(said).encode(), "none": b"x", "list": b"[]"}.items():
        yield f"issued: {name}", _ask(of, raw, issued=content), False
