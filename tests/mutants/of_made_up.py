"""Cases of bundles that whoever has the log's key made up, with one lie each; of key changes and timestamps alike."""

# mypy: ignore-errors

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType

from ledger.log.rotation import statement
from ledger.log.signing import SigningKey, sign
from ledger.verify import Consistency, canonical, checkpoint_text, digest_of
from tests.mutants.asking import Case, Given, answer
from tests.mutants.made_up import BY, FILE, KEY, OTHER, STAMPED, Log, made_up, opening, root_of, stored

ALIKE = SigningKey.made(KEY.name)
"""Another key of the same name."""
STEM = "log/timestamps/2"
WORDS, SECRET = digest_of(opening("Visits missed")), digest_of(opening("A reason"))


def of_made_up(of: Given) -> Iterator[Case]:
    """Yield them."""
    yield "made up", _ask(of, made_up()), True
    yield "made up: no key", _ask(of, made_up(), key=False), False
    for lies in (_issued(), _logs(), _stamps(), _contents()):
        for name, told in lies:
            yield f"made up: {name}", _ask(of, made_up(**told)), False
    erased = canonical({"entry": {"kind": "words-erased/1", "destroyed": {"digests": [SECRET, *_memo()]}}})
    yield "made up: words erased", _ask(of, made_up(
        log=lambda w: w["states"].update({4: erased}), manifest=lambda s: s["closed"][0].update(why="erased"),
    )), True  # fmt: skip
    yield from _limits(of)
    yield from _keys()
    yield from _in_a_log()


def _memo() -> list[str]:
    return [digest_of(opening({"sha256": hashlib.sha256(b"A memo").hexdigest()}))]


def _ask(of: Given, raw: bytes, *, key: bool = True, limits: dict[str, int] | None = None):
    def asked(verifier: ModuleType) -> object:
        (of.folder / "asked.zip").write_bytes(raw)
        report = verifier.Report(lambda _: None)
        public = verifier.Key(KEY.name, KEY.public.public_key) if key else None
        before = {name: getattr(verifier, name) for name in limits or {}}
        try:
            for name, value in (limits or {}).items():
                setattr(verifier, name, value)
            verifier.verify_bundle(report, of.folder / "asked.zip", public, None, [BY.root.der])
        finally:
            for name, value in before.items():
                setattr(verifier, name, value)
        return report.exit_code, report.steps

    return asked


def _change(**fields: object) -> Callable[[dict[str, object]], None]:
    return lambda said: said.update(fields)


def _issued() -> Iterator[tuple[str, dict[str, object]]]:
    """The proof that it was issued."""
    for name, fields in {
        "of another file": {"file": OTHER}, "another kind": {"kind": "note-made/1"},
        "words instead of a receipt": {"opening": "words"}, "another receipt": {"opening": {"sha256": "0" * 64}},
        "another opening": {"bundle": {"kept": "A" * 43}}, "another recipient": {"recipient": "x"},
        "another purpose": {"purpose": "auditor"}, "up to another entry": {"up_to": 3}, "nothing withheld": {
        "withheld": []}, "something redacted": {"redacted": [2]},
    }.items():  # fmt: skip
        yield f"issued, {name}", {"entry": _change(**fields)}
    for name, value in {"manifest": "0" * 64, "shown": 4, "file": "C-2", "withheld": 0}.items():
        yield f"receipt, {name}", {"receipt": _change(**{name: value})}
    yield "issued, more in the entry", {"issued": lambda s: s.update(stored=s["stored"] + " ")}

    def elsewhere(said: dict[str, object]) -> None:
        log = said["_log"]
        said["proof"] = log.proof(len(log.headers) - 1, hashes=[b"x" * 32] * 3).decode()

    def by_another(said: dict[str, object]) -> None:
        head, log = said["proof"].partition("\n\n")[0], said["_log"]
        text = checkpoint_text(KEY.name, len(log.headers), root_of(log.leaves))
        said["proof"] = head + "\n\n" + sign(text, ALIKE).decode()

    yield "issued, not in the log", {"issued": elsewhere}
    yield "issued, signed by another", {"issued": by_another}


def _logs() -> Iterator[tuple[str, dict[str, object]]]:
    """The log, its map, the file in it, and older checkpoints."""

    def file(change: Callable[[dict[str, object], Log], None]) -> dict[str, object]:
        def put(files: dict[str, object]) -> None:
            said = files["_log"].file()
            change(said, files["_log"])
            files["log/file.json"] = canonical(said)

        return {"files": put}

    yield "the file's last entry elsewhere", file(lambda s, _: s.update(index=s["index"] - 1))
    yield "a file that is not there", file(lambda s, log: s.update(leaves=[*s["leaves"], *log.file(OTHER)["leaves"]]))

    def shorter(files: dict[str, object]) -> None:
        for name in [one for one in files if one.startswith(("log/timestamps", "log/consistency", "log/places"))]:
            del files[name]
        files["log/checkpoint"] = files["_log"].checkpoint(5)
        seen.append(files["_log"])

    def as_short(said: dict[str, object]) -> None:
        said.update(size=5, root=root_of(seen[-1].leaves[:5]).hex())

    seen: list[Log] = []
    yield "a map of another size", {"files": shorter, "manifest": as_short}
    yield "another log in the manifest", {"manifest": _change(origin="x"), "receipt": _change(log="x")}

    def older(content: Callable[[Log], dict[str, bytes]]) -> dict[str, object]:
        return {"files": lambda files: files.update(content(files["_log"]))}

    name = "log/consistency/1"
    right = Consistency.written
    other = sign(checkpoint_text(KEY.name, 6, b"x" * 32), KEY)
    for what, content in {
        "named anew": lambda log: {
            "log/consistency/3": log.grown(1), "log/consistency/3.checkpoint": log.checkpoint(1)
        },
        "none": lambda _: {f"{name}.checkpoint": b"x"},
        "signed by another": lambda log: {
            f"{name}.checkpoint": sign(checkpoint_text(KEY.name, 1, log.leaves[0]), ALIKE)
        },
        "of another log": lambda log: {f"{name}.checkpoint": log.checkpoint(1, b"y" * 32)},
        "led to another": lambda log: {name: right(1, _hashes(log.grown(1)), other)},
        "not led to": lambda log: {name: log.grown(1, [b"x" * 32] * 3)},
    }.items():  # fmt: skip
        yield f"an older checkpoint, {what}", older(content)


def _hashes(raw: bytes) -> list[bytes]:
    return Consistency.read(raw).proof


def _stamps() -> Iterator[tuple[str, dict[str, object]]]:
    """Timestamps, and the places of entries."""
    yield "a note for a timestamp", {"log": _change(kind="note-made/1")}
    yield "a stamped checkpoint of another log", {
        "log": lambda w: w.update(stamped=sign(checkpoint_text(KEY.name, 2, b"y" * 32), KEY))
    }  # fmt: skip
    yield "a stamped checkpoint by another key", {
        "log": lambda w: w.update(stamped=sign(checkpoint_text(KEY.name, 2, root_of(w["log"].leaves)), ALIKE))
    }  # fmt: skip
    yield "a token of something else", {"log": _change(token=BY.stamp(b"x"))}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    yield "a token from tomorrow", {"log": lambda w: w.update(token=BY.stamp(w["stamped"], tomorrow))}
    yield "a stamp not in the log", {
        "files": lambda f: f.update({f"{STEM}.tlog-proof": f["_log"].proof(2, hashes=[b"x" * 32] * 3)})
    }  # fmt: skip
    yield "another entry for a stamp", {
        "files": lambda f: f.update({f"{STEM}.json": f[f"{STEM}.json"].replace(b"Local", b"Other")})
    }  # fmt: skip
    yield "the consistency of another", {"files": lambda f: f.update({f"{STEM}.consistency": f["log/consistency/1"]})}

    def places(change: Callable[[list[object]], object]) -> Callable[[dict[str, object]], None]:
        def put(files: dict[str, object]) -> None:
            said = json.loads(files["log/places.json"])
            change(said["places"])
            files["log/places.json"] = canonical(said)

        return put

    yield "a place less", {"files": places(lambda rows: rows.pop())}
    yield "a place more", {"files": places(lambda rows: rows.append(rows[0]))}
    yield "two places exchanged", {"files": places(lambda rows: rows.reverse())}
    for name, made in {
        "of another form": lambda said: canonical({**said, "format": "x"}),
        "spaced": lambda said: json.dumps(said).encode(),
    }.items():
        yield (
            f"places {name}",
            {"files": lambda f, made=made: f.update({"log/places.json": made(json.loads(f["log/places.json"]))})},
        )
    yield "a place that is no number", {"files": places(lambda rows: rows[0].update(index=True))}

    def no_file(files: dict[str, object]) -> None:
        places(lambda rows: rows.clear())(files)
        files["log/file.json"] = b"{}"

    yield "no file, and no places", {"files": no_file}


def _contents() -> Iterator[tuple[str, dict[str, object]]]:
    """Entries, words, exhibits, manifest, and the ZIP."""
    yield "an entry named otherwise", {
        "files": lambda f: f.update({"entries/00002.json": f.pop("entries/0002.json")})
    }  # fmt: skip
    for name in ("page.pdf", "manifest.json", "issued.json"):
        yield f"another checksum of {name}", {"checksums": {name: 5}}
    yield "a size that is true", {
        "manifest": lambda s: next(row for row in s["files"] if row["name"] == "one-byte").update(size=True)
    }  # fmt: skip
    yield "another hash of itself", {"sealed": _change(sha256="0" * 64)}
    closed = {"digest": WORDS, "field": "words", "ground": "x", "position": 1, "why": "personal"}
    yield "closed, and there", {"manifest": lambda s: s["closed"].append(closed)}
    yield "closed, and of another entry", {"manifest": lambda s: s["closed"].append(closed | {"position": 4})}
    yield "closed, and not named", {"manifest": lambda s: s["closed"].clear()}
    yield "closed as erased", {"manifest": lambda s: s["closed"][0].update(why="erased")}
    yield "erased by no entry", {"log": lambda w: w["states"].update({4: stored("note-made/1")})}
    memo = {"digest": _memo()[0], "field": "exhibits.0", "ground": "x", "position": 2, "why": "erased"}
    yield "erased, and there", {"manifest": lambda s: s["closed"].append(memo)}
    yield "an exhibit not told", {"manifest": lambda s: s["exhibits"].pop()}


def _limits(of: Given) -> Iterator[Case]:
    """What is too large, by limits that are lower than they are."""
    raw = made_up()
    for name, value in {"MOST_MEMBERS": 5, "_LARGEST_READ": 100, "_POSITIONS_NAMED": 0}.items():
        yield f"made up: {name}", _ask(of, raw, limits={name: value}), False

    def unpacked(verifier: ModuleType) -> object:
        folder = of.folder / "many"
        folder.mkdir(exist_ok=True)
        for number in range(7):
            (folder / str(number)).write_bytes(b"")
        before, verifier.MOST_MEMBERS = verifier.MOST_MEMBERS, 5
        try:
            return answer(lambda: verifier.Bundle.open(folder))
        finally:
            verifier.MOST_MEMBERS = before

    yield "a folder of too many files", unpacked, False


def _keys() -> Iterator[Case]:
    """Changes of keys, with the proof that the log holds them, or as entries of it."""
    newer, third = SigningKey.made(KEY.name), SigningKey.made(KEY.name)
    good, forged = statement(KEY, newer), statement(KEY, third)
    unsigned = good[: good.rindex("\u2014".encode())]

    def following(given: list[tuple[bytes, bool]]) -> Callable[[ModuleType], object]:
        log = Log()
        states = [stored("signing-key-rotated/1", statement=one.decode()) for one, _ in given]
        for state in states:
            log.add(OTHER, state)
        log.add(FILE, stored("note-made/1"))
        proofs = [(state, log.proof(n) if there else None) for n, (state, (_, there)) in enumerate(zip(
            states, given, strict=True
        ))]  # fmt: skip

        def asked(verifier: ModuleType) -> object:
            report = verifier.Report(lambda _: None)
            key = verifier.follow_keys(report, verifier.Key(KEY.name, KEY.public.public_key), proofs)
            return report.exit_code, report.steps, key.others

        return asked

    for name, given, right in (
        ("right", [(good, True)], True), ("without its proof", [(good, False)], False),
        ("not signed by the new one", [(unsigned, True)], False), ("no statement", [(b"x", True)], False),
        ("forked", [(good, True), (forged, True)], False),
    ):  # fmt: skip
        yield f"keys: {name}", following(given), right

    def own(statements: list[bytes]) -> Callable[[ModuleType], object]:
        def asked(verifier: ModuleType) -> object:
            report, found = verifier.Report(lambda _: None), verifier.OfTheLog()
            for index, one in enumerate(statements):
                found.take("entry", index, stored("signing-key-rotated/1", statement=one.decode()))
            key = verifier.own_keys(report, verifier.Key(KEY.name, KEY.public.public_key), found)
            return report.exit_code, report.steps, key and (key, key.others)

        return asked

    yield "own keys: right", own([good]), True
    yield "own keys: not signed by the new one", own([good, unsigned]), False
    yield "own keys: forked", own([good, forged]), False


def _in_a_log() -> Iterator[Case]:
    """Timestamps that are entries of a log, asked of what reads a copy."""
    log = Log()
    for _ in range(3):
        log.add(FILE, stored("note-made/1"))
    roots = {size: root_of(log.leaves[:size]) for size in (1, 2, 3)}
    stamped = log.checkpoint(2)
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    def asked(states: list[bytes], index: int, trusted: bool) -> Callable[[ModuleType], object]:
        def ask(verifier: ModuleType) -> object:
            report, found = verifier.Report(lambda _: None), verifier.OfTheLog()
            for state in states:
                found.take("entry", index, state)
            key = verifier.Key(KEY.name, KEY.public.public_key)
            between = verifier.verify_stamps(report, found, 3, roots, [BY.root.der] if trusted else [], key)
            return report.exit_code, report.steps, between

        return ask

    def entry(checkpoint: bytes, token: bytes) -> bytes:
        said = {"authority": "Local", "checkpoint": checkpoint.decode(), "token": b64encode(token).decode()}
        return stored(STAMPED, **said)

    good = entry(stamped, BY.stamp(stamped))
    for name, states, index, right in (
        ("right", [good], 2, True), ("of what comes after it", [good], 1, False),
        ("of another log", [entry(c := log.checkpoint(2, b"x" * 32), BY.stamp(c))], 2, False),
        ("of something else", [entry(stamped, BY.stamp(b"x"))], 2, False),
        ("from tomorrow", [entry(stamped, BY.stamp(stamped, tomorrow))], 2, False),
        ("by another key", [entry(c := sign(checkpoint_text(KEY.name, 2, roots[2]), ALIKE), BY.stamp(c))], 2, False),
        ("of no form", [good, stored(STAMPED, token=5)], 2, False), ("one of two", [good, entry(stamped, BY.stamp(
            b"x"))], 2, False),
    ):  # fmt: skip
        yield f"in a log: {name}", asked(states, index, trusted=True), right
    yield "in a log: no root", asked([good], 2, trusted=False), False
    for what, state in {
        "a change of keys": stored("signing-key-rotated/1", statement=statement(KEY, ALIKE).decode()),
        "a loss": stored("log-loss-explained/1", lost_checkpoint=stamped.decode()),
    }.items():

        def taken(verifier: ModuleType, state: bytes = state) -> object:
            found = verifier.OfTheLog()
            found.take("entry", 1, state)
            return 0 if found.rotations or found.losses else 1, (len(found.rotations), len(found.losses))

        yield f"in a log: {what}", taken, True
