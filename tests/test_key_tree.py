import hashlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import KeyDestroyed
from ledger.privacy.key_tree import KeyTree, Scope, _child, _down

SCOPES = [Scope(b"file %d" % number) for number in range(4)]
DIGESTS = [hashlib.sha256(b"text %d" % number).digest() for number in range(6)]
Destroyed = tuple[Scope, bytes | None]
destructions = st.lists(st.tuples(st.sampled_from(SCOPES), st.sampled_from([None, *DIGESTS])), max_size=12)


class Crowded(KeyTree):
    """A tree where all ways lie close together, so that one hole is made beside another."""

    def _path(self, name: bytes) -> str:
        for ours in ([hashlib.sha256(scope).digest() for scope in SCOPES], DIGESTS):
            if name in ours:
                number = ours.index(name)
                return f"{number % 3:x}" + "a" * 14 + f"{number:x}"
        return super()._path(name)


def keys(tree: KeyTree) -> dict[tuple[Scope, bytes], bytes | None]:
    found: dict[tuple[Scope, bytes], bytes | None] = {}
    for scope in SCOPES:
        for digest in DIGESTS:
            try:
                found[scope, digest] = tree.key(scope, digest)
            except KeyDestroyed:
                found[scope, digest] = None
    return found


@pytest.mark.parametrize("kind", [KeyTree, Crowded])
@given(destroyed=destructions)
def test_exactly_what_was_destroyed_is_gone_and_every_other_key_is_what_it_was(
    kind: type[KeyTree], destroyed: list[Destroyed]
) -> None:
    whole = kind.made()
    before = keys(whole)

    tree = whole
    for one in destroyed:
        tree = tree.without([one])

    gone = {place for place in before if place in destroyed or (place[0], None) in destroyed}
    assert keys(tree) == {place: None if place in gone else key for place, key in before.items()}
    assert {place for place in before if tree.is_destroyed(*place)} == gone
    assert {scope for scope in SCOPES if tree.is_destroyed(scope)} == {s for s in SCOPES if (s, None) in destroyed}
    assert bytes(kind.read(bytes(tree))) == bytes(tree)
    assert bytes(whole.without(destroyed)) == bytes(tree)  # one by one or together
    assert tree.without(destroyed) is tree


@pytest.mark.parametrize("kind", [KeyTree, Crowded])
@given(destroyed=destructions.filter(bool))
def test_nothing_that_a_destroyed_key_could_be_worked_out_from_is_left(
    kind: type[KeyTree], destroyed: list[Destroyed]
) -> None:
    whole = kind.made()

    left = bytes(whole.without(destroyed))

    for scope, digest in destroyed:
        for secret in above(whole, scope, digest):
            assert secret not in left


def above(tree: KeyTree, scope: Scope, digest: bytes | None) -> list[bytes]:
    """Every node on the way down to a scope or to a digest in it, and the key itself."""
    path = tree._path(hashlib.sha256(scope).digest()) + (tree._path(digest) if digest else "")
    top = _child(tree._forks[""], path[0])
    assert top is not None
    key = [tree.key(scope, digest)] if digest else [tree.key(scope, each) for each in DIGESTS]
    return [_down(top, path[1:depth]) for depth in range(1, len(path) + 1)] + key


def test_all_keys_differ_and_none_is_a_node() -> None:
    tree = KeyTree.made()

    found = [key for key in keys(tree).values() if key is not None]

    assert len({*found}) == len(SCOPES) * len(DIGESTS)
    assert {len(key) for key in found} == {32}
    assert not any(key in bytes(tree) for key in found)


def test_two_digests_on_the_same_way_have_two_keys_and_go_together() -> None:
    class Collided(KeyTree):
        def _path(self, name: bytes) -> str:
            return "0" * 16 if name in DIGESTS[:2] else super()._path(name)

    tree = Collided.made()
    first, second, third = (tree.key(SCOPES[0], digest) for digest in DIGESTS[:3])
    assert first != second

    left = tree.without([(SCOPES[0], DIGESTS[0])])

    assert left.is_destroyed(SCOPES[0], DIGESTS[1])
    assert left.key(SCOPES[0], DIGESTS[2]) == third


def test_the_ways_of_one_tree_tell_nothing_of_anothers() -> None:
    """Who wants two documents to be erased together would have to know the tree's own secret."""
    one, other = KeyTree.made(), KeyTree.made()

    assert one._path(DIGESTS[0]) != other._path(DIGESTS[0])


@given(at=st.integers(0, 600), cut=st.booleans())
def test_bytes_that_are_no_tree_are_refused_or_read_as_another(at: int, cut: bool) -> None:
    raw = bytes(KeyTree(secrets.token_bytes(32), {"": b"\xff\xff" + secrets.token_bytes(512)}))
    assert len(raw) == 547

    broken = raw[: min(at, 546)] if cut else raw + b"x" * (at % 34 + 1)

    if len(broken) == 32:
        assert KeyTree.read(broken).is_destroyed(SCOPES[0])
    else:
        with pytest.raises(ValueError, match="not a tree"):
            KeyTree.read(broken)


def test_a_digest_of_another_size_has_no_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyTree.made().key(SCOPES[0], b"short")


@pytest.mark.parametrize("kind", [KeyTree, Crowded])
@given(destroyed=destructions)
def test_by_the_paths_of_what_was_destroyed_an_old_tree_loses_the_same(
    kind: type[KeyTree], destroyed: list[Destroyed]
) -> None:
    old = kind.made()
    tree = old.without(destroyed)

    again = old.without_paths(tree.holes())

    assert bytes(again) == bytes(tree)
    assert all(tree.is_hole(old.path_of(*place)) for place in destroyed)
    assert all(not old.is_hole(path) for path in tree.holes())


@pytest.mark.parametrize("path", ["", "0", "f" * 15, "f" * 31, "F" * 16, "g" * 16, "0" * 33])
def test_nothing_but_a_scope_or_a_key_is_destroyed_by_its_path(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        KeyTree.made().without_paths([path])


def test_a_note_is_made_by_nobody_without_the_tree() -> None:
    tree, other = KeyTree.made(), KeyTree.made()
    for path in (tree.path_of(SCOPES[0]), tree.path_of(SCOPES[0], DIGESTS[0])):
        note = tree.note_of(path)
        assert tree.path_noted(note) == tree.without([(SCOPES[0], None)]).path_noted(note) == path
        assert other.path_noted(note) is None
        assert tree.path_noted(note[:16] + note[-16:]) == (path if len(path) == 16 else None)
        assert tree.path_noted("0" * 16 + note[16:]) is tree.path_noted(path) is tree.path_noted("") is None
