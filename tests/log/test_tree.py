"""The tree over the log: proofs made from tiles lead to the root, and no other entry, order or log does."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.tree import HASH, WIDTH, Tree, tile_at, width
from ledger.verify import Contradicted, Root, check_consistency, check_inclusion, tile_path
from tests.log.vectors import read, vectors

LEAVES = [hashlib.sha256(b"\0leaf %d" % number).digest() for number in range(70_000)]


def root_of(leaves: list[bytes]) -> bytes:
    root = Root()
    for leaf in leaves:
        root.add(leaf)
    return root.value


@cache
def row(level: int) -> tuple[bytes, ...]:
    """The hashes of a level, over all the leaves: each by the definition, from the full tile below."""
    if level == 0:
        return tuple(LEAVES)
    below = row(level - 1)
    return tuple(root_of(list(below[at : at + WIDTH])) for at in range(0, len(below) - WIDTH + 1, WIDTH))


def tile(level: int, number: int, wide: int) -> bytes:
    return b"".join(row(level)[WIDTH * number : WIDTH * number + wide])


sizes = st.one_of(
    st.integers(1, 600), st.sampled_from([255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000, 70_000])
)


@given(st.data())
def test_an_entry_is_proved_to_be_in_the_log_and_no_other_at_its_place(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(size, tile)

    proof = tree.inclusion(index)

    check_inclusion(LEAVES[index], index, size, tree.root, proof)
    for leaf, place, of in [
        (hashlib.sha256(b"other").digest(), index, size),
        (LEAVES[index], index + 1, size),
        (LEAVES[index], index, index),
    ]:
        with pytest.raises(Contradicted):
            check_inclusion(leaf, place, of, tree.root, proof)


@given(st.data())
def test_a_proof_with_one_bit_changed_a_hash_more_or_a_hash_less_proves_nothing(data: st.DataObject) -> None:
    size = data.draw(sizes.filter(lambda size: size > 1))
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(size, tile)
    proof = tree.inclusion(index)
    where, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 8 * HASH - 1))
    changed = [*proof]
    changed[where] = bytes(b ^ (1 << bit % 8) if at == bit // 8 else b for at, b in enumerate(proof[where]))

    for wrong in (changed, proof[:-1], proof[1:], [*proof, tree.root], proof[::-1] if len(set(proof)) > 1 else []):
        with pytest.raises(Contradicted):
            check_inclusion(LEAVES[index], index, size, tree.root, wrong)


@given(st.data())
def test_a_log_is_proved_to_begin_with_its_earlier_self_and_with_nothing_else(data: st.DataObject) -> None:
    size = data.draw(sizes)
    old = data.draw(st.integers(1, size))
    tree = Tree(size, tile)
    before = Tree(old, tile).root

    proof = tree.consistency(old)

    check_consistency(old, size, before, tree.root, proof)
    other = hashlib.sha256(b"other").digest()
    wrong = [
        (old, size, other, tree.root, proof), (old, size, before, other, proof),
        (old, size, before, tree.root, [*proof, other]), (0, size, before, tree.root, proof),
        (size + 1, size, before, tree.root, proof),
    ]  # fmt: skip
    if proof:
        changed = [*proof[:-1], bytes([proof[-1][0] ^ 1]) + proof[-1][1:]]
        wrong += [(old, size, before, tree.root, changed), (old, size, before, tree.root, proof[:-1])]
    for given_ in wrong:
        with pytest.raises(Contradicted):
            check_consistency(*given_)


@given(size=sizes)
def test_the_root_from_tiles_is_the_root_of_the_leaves_one_after_another(size: int) -> None:
    assert Tree(size, tile).root == root_of(LEAVES[:size])


def test_a_rewritten_log_is_not_the_continuation_of_the_old_one() -> None:
    rewritten = [*LEAVES[:300]]
    rewritten[41] = hashlib.sha256(b"\0rewritten").digest()

    def other(level: int, number: int, wide: int) -> bytes:
        hashes = rewritten if level == 0 else [root_of(rewritten[:256])]
        return b"".join(hashes[WIDTH * number : WIDTH * number + wide])

    forged = Tree(300, other)

    with pytest.raises(Contradicted, match="rewritten"):
        check_consistency(280, 300, root_of(LEAVES[:280]), forged.root, forged.consistency(280))


def test_a_tile_that_is_short_of_a_hash_gives_no_proof() -> None:
    def short(level: int, number: int, wide: int) -> bytes:
        return tile(level, number, wide)[HASH if wide == 44 else 0 :]

    with pytest.raises(ValueError, match=r"0/001\.p/44 is not there whole"):
        Tree(300, short).inclusion(7)


# --- where tiles lie --------------------------------------------------------------------------------------------------


@given(level=st.integers(0, 63), number=st.integers(0, 2**50), wide=st.integers(1, 256))
def test_a_tile_lies_at_one_path_and_is_found_there(level: int, number: int, wide: int) -> None:
    assert tile_at(tile_path(level, number, wide)) == (level, number, wide)


def test_tiles_lie_where_the_specification_says() -> None:
    published = read("transcribed/tiles.json")
    for number, path in published["index_path"].items():
        assert tile_path(0, int(number), 256) == f"0/{path}"

    assert [width(70_000, 0, 272), width(70_000, 0, 273), width(70_000, 0, 274)] == [256, 112, 0]
    assert [width(70_000, 1, 0), width(70_000, 1, 1), width(70_000, 2, 0), width(70_000, 3, 0)] == [256, 17, 1, 0]
    assert [width(256, 0, 0), width(256, 1, 0)] == [256, 1]


@pytest.mark.parametrize(
    "path",
    ["0/000.p/256", "0/000.p/0", "0/000.p/01", "00/000", "64/000", "0/x000/001", "0/1", "0/0000", "0/001/002",
     "0/x001", "-1/000", "0/000.p/", "0/000/", "0/٠٠٠", "0/000.p/1\n", "entries/000"],
)  # fmt: skip
def test_what_is_no_path_of_a_tile_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="a tile lies at"):
        tile_at(path)


# --- what others published --------------------------------------------------------------------------------------------


def probes(kind: str) -> list[tuple[Path, dict[str, Any]]]:
    found = [(path, json.loads(path.read_text())) for path in sorted(vectors(kind).rglob("*.json"))]
    assert len(found) == 98
    return found


def test_inclusion_is_judged_as_the_published_probes_say() -> None:
    for path, probe in probes("transparency-dev-merkle/testdata/inclusion"):
        proof = [b64decode(hashed) for hashed in probe["proof"] or ()]
        leaf, root = b64decode(probe["leafHash"]), b64decode(probe["root"])
        try:
            check_inclusion(leaf, probe["leafIdx"], probe["treeSize"], root, proof)
            wrong = False
        except Contradicted:
            wrong = True
        assert wrong == probe["wantErr"], path


def test_consistency_is_judged_as_the_published_probes_say() -> None:
    for path, probe in probes("transparency-dev-merkle/testdata/consistency"):
        proof = [b64decode(hashed) for hashed in probe["proof"] or ()]
        roots = b64decode(probe["root1"] or ""), b64decode(probe["root2"] or "")
        try:
            check_consistency(probe["size1"], probe["size2"], *roots, proof)
            wrong = False
        except Contradicted:
            wrong = True
        assert wrong == probe["wantErr"], (path, probe)
