"""Cases of copies that were made up, whose hashes and checkpoint all fit, but for one lie."""

# mypy: ignore-errors

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from types import ModuleType

from ledger.copying.format import line
from ledger.log.signing import sign
from ledger.verify import Root, canonical, checkpoint_text, digest_of, leaf_hash
from tests.mutants.asking import Case, Given
from tests.mutants.made_up import KEY, LETTER, MOMENT, opening, stored

UUID = "00000000-0000-4000-8000-000000000001"
WORDS, GONE = opening("Visits missed"), opening("What was erased")
EXHIBIT = opening({"sha256": hashlib.sha256(LETTER).hexdigest()})
Lines = list[tuple[str, dict[str, object]]]


def of_made_up_copies(of: Given) -> Iterator[Case]:
    """Yield them."""
    yield "made-up copy", _ask(of, lambda _: None), True
    for name, lie in {
        "erased, and there": lambda s: s[3][1]["openings"].append({"disclosure": GONE.decode()}),
        "a document that comes later": lambda s: s.extend([s.pop(1), s.pop(1)]),
        "a document that is longer": lambda s: s[1][1].update(size=3),
        "a document that is shorter": lambda s: s[1][1].update(size=99),
        "a document whose size is text": lambda s: s[1][1].update(size="8"),
        "a document whose hash is none": lambda s: s[1][1].update(sha256="x"),
        "a document without its bytes": lambda s: s.pop(2),
        "a document that nobody cites, and is shorter": lambda s: s.extend(
            [("document", {**s[1][1], "sha256": "0" * 64, "size": 99}), s[2]]
        ),
        "a document that nobody cites, without bytes": lambda s: s.append(
            ("document", {**s[1][1], "sha256": "0" * 64})
        ),
        "bytes of nothing": lambda s: s.append(s[2]),
        "another name of a member of the header": lambda s: s[0][1].update(clocl=s[0][1].pop("clock")),
        "a member more in a document": lambda s: s[1][1].update(x=1),
        "another name of a member of an entry": lambda s: s[3][1].update(nrdinal=s[3][1].pop("ordinal")),
        "a member more in an entry": lambda s: s[3][1].update(x=1),
        "a member more beside words": lambda s: s[3][1]["openings"][0].update(x=1),
        "words without a disclosure": lambda s: s[3][1]["openings"].append({}),
    }.items():
        yield f"made-up copy: {name}", _ask(of, lie), False
    yield "made-up copy: a leaf in capitals", _ask(of, lambda s: s[3][1].update(leaf=s[3][1]["leaf"].upper())), False
    yield "made-up copy: nothing of a signed log", _ask(of, lambda s: s.__delitem__(slice(1, None)), given=False), False


def _ask(of: Given, lie: Callable[[Lines], object], *, given: bool = True) -> Callable[[ModuleType], object]:
    lines, checkpoint = _lines()
    lie(lines)
    raw = b"".join(line(kind, content) for kind, content in lines)
    root = Root()
    for kind, content in lines:
        if kind == "entry":
            root.add(bytes.fromhex(content["leaf"]))
    raw += line("trailer", {
        "documents": min(1, sum(kind == "document" for kind, _ in lines)),  # a second one is never whole
        "entries": root.size, "root": root.value.hex(),
        "openings": sum(len(content.get("openings", ())) for kind, content in lines if kind == "entry"),
        "sha256": hashlib.sha256(raw).hexdigest(),
    })  # fmt: skip

    def asked(verifier: ModuleType) -> object:
        (of.folder / "made-up-copy").write_bytes(raw)
        report = verifier.Report(lambda _: None)
        key = verifier.Key(KEY.name, KEY.public.public_key)
        verifier.verify_copy(report, of.folder / "made-up-copy", key, [checkpoint] if given else [])
        return report.exit_code, report.steps

    return asked


def _lines() -> tuple[Lines, bytes]:
    """A document and two entries, of which the second erased words of the first; and a checkpoint over them."""
    kept = [{"kept": digest_of(one)} for one in (WORDS, EXHIBIT, GONE)]
    states = [
        stored("note-made/1", words=kept[0], exhibits=[kept[1]], by=kept[2]),
        stored("words-erased/1", destroyed={"digests": [digest_of(GONE)]}),
    ]
    letter, root, previous = hashlib.sha256(LETTER).hexdigest(), Root(), ""
    lines: Lines = [
        ("header", {
            "clock": "real", "file_key_secret": "", "format": "cleartrail-copy/1", "opened_at": MOMENT,
            "origin": KEY.name, "request_key": "",
        }),
        ("document", {"filed_at": MOMENT, "media_type": "text/plain", "sha256": letter, "size": len(LETTER)}),
        ("bytes", b64encode(LETTER).decode()),
    ]  # fmt: skip
    file = hashlib.sha256(f"cleartrail-file/1\n{KEY.name}\n".encode() + bytes.fromhex(UUID.replace("-", "")))
    for index, state in enumerate(states):
        header = {
            "file": file.hexdigest(), "format": "cleartrail-leaf/1", "position": index + 1, "previous": previous,
            "recorded_at": MOMENT, "sealed_at": MOMENT, "state": hashlib.sha256(state).hexdigest(),
        }  # fmt: skip
        root.add(leaf_hash(canonical(header)))
        previous = leaf_hash(canonical(header)).hex()
        lines.append(("entry", {
            "arrival": 1, "file": UUID, "index": index, "kind": ("note-made/1", "words-erased/1")[index],
            "leaf": previous, "ordinal": index + 1, "position": index + 1, "recorded_at": MOMENT, "sealed_at": MOMENT,
            "state": state.decode(),
        }))  # fmt: skip
    lines[3][1].update(documents=[letter], openings=[{"disclosure": one.decode()} for one in (WORDS, EXHIBIT)])
    return lines, sign(checkpoint_text(KEY.name, root.size, root.value), KEY)
