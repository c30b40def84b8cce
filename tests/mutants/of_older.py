"""Cases of a bundle that is held to an earlier one, both made up by whoever has the log's key (made_up.py)."""

# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

from ledger.log.signing import SigningKey, sign
from ledger.verify import Consistency, MapHead, canonical, checkpoint_text
from tests.mutants.asking import Case, Given
from tests.mutants.made_up import BY, FILE, KEY, OTHER, Lie, Log, made_up, nothing, root_of, stored, zipped

Files = dict[str, bytes]


def of_older(of: Given) -> Iterator[Case]:
    """Yield bundles that go on from an earlier one, and those that do not."""
    log, plain = _newer()
    for size in (2, 5, 6):
        yield f"older: of {size} entries", _ask(of, plain, _older(log, size)), True
    led = _newer(_led(lambda held: held.grown(2)))
    yield "older: led to by a proof", _ask(of, led[1], _older(led[0], 2)), True
    for name, older in _measures(log):
        yield f"older: {name}", _ask(of, plain, older), False
    for name, older, changed in _rewritten(log):
        yield f"older: {name}", _ask(of, changed, older), False
    for name, (changed, older) in _proofs().items():
        yield f"older: {name}", _ask(of, changed, older), False


def _newer(files: Lie = nothing) -> tuple[Log, bytes]:
    """A bundle, and the log it is of: [another file's, 1, another file's, 2, 3, 4]."""
    logs: list[Log] = []

    def put(held: dict[str, object]) -> None:
        logs.append(held["_log"])
        files(held)

    raw = made_up(files=put)
    return logs[0].upto(6), raw


def _led(proof: Callable[[Log], bytes], older: Callable[[Log], bytes] | None = None) -> Lie:
    """With a proof of consistency from two entries on."""

    def put(held: dict[str, object]) -> None:
        log = held["_log"]
        held["log/consistency/2"] = proof(log)
        held["log/consistency/2.checkpoint"] = older(log) if older else log.checkpoint(2)

    return put


def _older(log: Log, size: int, file: str = FILE, **other: bytes | None) -> bytes:
    """What a reader kept: nothing but log/ of it is looked at."""
    files = {"log/checkpoint": log.checkpoint(size), "log/file.json": canonical(log.file(file, size))}
    files |= {f"log/{name.replace('_', '.')}": content for name, content in other.items()}
    return zipped({name: content for name, content in files.items() if content is not None}, {})


def _measures(log: Log) -> Iterator[tuple[str, bytes]]:
    """Earlier bundles that are no measure, or not of this file."""
    stranger = SigningKey.made(KEY.name)
    by_another = sign(checkpoint_text(KEY.name, 2, root_of(log.leaves[:2])), stranger)
    yield "that cannot be opened", b"PK"
    yield "without a checkpoint", _older(log, 2, checkpoint=None)
    yield "without the proof of its file", _older(log, 2, file_json=None)
    yield "signed by another key", _older(log, 2, checkpoint=by_another)
    yield "with the checkpoint of another size", _older(log, 2, checkpoint=log.checkpoint(3))
    yield "before the file was opened", _older(log, 1)
    yield "of another file", _older(log, 2, OTHER)
    text = MapHead.text(KEY.name, 2, root_of(log.leaves[:2]), 2, b"x" * 32)
    yield "with another map", _older(log, 2, file_json=canonical(log.file(FILE, 2) | {"map": sign(text, KEY).decode()}))


def _rewritten(log: Log) -> Iterator[tuple[str, bytes, bytes]]:
    """What an earlier log had otherwise than the one there is now."""
    now = [_state(number) for number in range(1, 5)]
    raw = _newer()[1]

    def bundle_and_older(*rows: tuple[str, bytes], without: tuple[str, ...] = ()) -> tuple[bytes, bytes]:
        then = Log()
        for file, state in rows:
            then.add(file, state)

        def taken(held: dict[str, object]) -> None:
            for name in [one for one in held if one.startswith(without or ("none",))]:
                del held[name]

        return _older(then, len(rows)), _newer(taken)[1] if without else raw

    first, others = (OTHER, stored("ledger-opened/1")), (OTHER, stored("note-made/1"))
    yield "with another first entry", *bundle_and_older(first, (FILE, stored("note-made/1", words="other")))
    yield "with later entries that are not behind it", *bundle_and_older(first, (FILE, now[0]), *[others] * 3)
    yield (
        "of one size and another root",
        *bundle_and_older(others, (FILE, now[0]), others, *[(FILE, state) for state in now[1:]]),
    )
    yield (
        "with an entry that was taken out since",
        *bundle_and_older(
            *[(FILE, state) for state in (*now, stored("note-made/1", words="fifth"))], without=("log/places.json",)
        ),
    )
    larger = log.upto(6)
    larger.add(*others)
    yield "of a log that was larger", _older(larger, 7), raw
    dated = Log()
    dated.add(*first)
    dated.add(FILE, now[0], recorded_at="2020-03-03T00:00:00.000000Z")
    yield "with another time", _older(dated, 2), raw


def _state(number: int) -> bytes:
    """The entries that every bundle that is made up has, as they are stored."""
    states: dict[int, bytes] = {}
    made_up(log=lambda world: states.update(world["states"]))
    return states[number]


def _proofs() -> dict[str, tuple[bytes, bytes]]:
    """Proofs of consistency from the earlier size that lead from somewhere else, or to somewhere else."""
    found = {}
    other = Log()
    other.add(OTHER, stored("note-made/1"))
    other.add(FILE, _state(1))
    log, raw = _newer(_led(lambda held: held.grown(2)))
    found["led to from another root"] = raw, _older(other, 2)
    for name, proof in {
        "led to by a proof of another size": lambda held: held.grown(1),
        "led to by a proof of nothing": lambda held: held.grown(2, [b"x" * 32] * 3),
        "led to another log": lambda held: Consistency.written(
            2, Consistency.read(held.grown(2)).proof, sign(checkpoint_text(KEY.name, 6, b"x" * 32), KEY)
        ),
    }.items():  # fmt: skip
        log, raw = _newer(_led(proof))
        found[name] = raw, _older(log, 2)
    return found


def _ask(of: Given, raw: bytes, older: bytes) -> Callable[[ModuleType], object]:
    def asked(verifier: ModuleType) -> object:
        (of.folder / "asked.zip").write_bytes(raw)
        (of.folder / "earlier.zip").write_bytes(older)
        lines: list[str] = []
        report = verifier.Report(lines.append)
        key = verifier.Key(KEY.name, KEY.public.public_key)
        earlier = of.folder / "earlier.zip"
        verifier.verify_bundle(report, of.folder / "asked.zip", key, None, [BY.root.der], earlier)
        return report.exit_code, lines

    return asked
