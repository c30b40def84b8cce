import os
import secrets
import signal
import subprocess
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.privacy.keys import DOCUMENTS, KeyDestroyed, Keys, KeysMissing, KeysRefused, of_file, of_person
from tests.log.test_rotation import killed_at

FILE = of_file(UUID("0b5c1f0e-7a57-4d5e-9c9e-3f2a1d4b6c70"))
LETTER, MINUTES = sha256(b"letter").digest(), sha256(b"minutes").digest()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.make(tmp_path / "keys")


def test_the_folder_is_only_its_owners(keys: Keys, tmp_path: Path) -> None:
    found = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}

    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert found == {"keys": 0o600, "wrapping-key": 0o600, "lock": 0o600}


def test_the_keys_are_the_same_when_read_again(keys: Keys, tmp_path: Path) -> None:
    again = Keys.read(tmp_path / "keys")

    assert again.name == keys.name
    for scope in (FILE, of_person("P-1"), DOCUMENTS):
        assert again.key(scope, LETTER) == keys.key(scope, LETTER)
    assert len({keys.key(scope, LETTER) for scope in (FILE, of_file(uuid4()), of_person("P-1"), DOCUMENTS)}) == 4


def test_keys_are_never_made_over_others(keys: Keys, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        Keys.make(tmp_path / "keys")

    assert Keys.read(tmp_path / "keys").key(FILE, LETTER) == keys.key(FILE, LETTER)


def test_one_text_is_destroyed_and_no_other(keys: Keys, tmp_path: Path) -> None:
    minutes = keys.key(FILE, MINUTES)

    keys.destroy(FILE, LETTER)
    keys.destroy(FILE, LETTER)

    for each in (keys, Keys.read(tmp_path / "keys")):
        assert each.is_destroyed(FILE, LETTER)
        with pytest.raises(KeyDestroyed):
            each.key(FILE, LETTER)
        assert each.key(FILE, MINUTES) == minutes
        assert not each.is_destroyed(FILE)
        assert not each.is_destroyed(of_person("P-1"), LETTER)


def test_a_person_is_destroyed_whole(keys: Keys) -> None:
    keys.destroy_all([(of_person("P-1"), None), (FILE, LETTER)])

    assert keys.is_destroyed(of_person("P-1"))
    assert keys.is_destroyed(of_person("P-1"), secrets.token_bytes(32))
    assert keys.is_destroyed(FILE, LETTER)
    assert not keys.is_destroyed(of_person("P-2"))


def test_what_another_process_destroyed_is_not_given_out_from_memory(keys: Keys, tmp_path: Path) -> None:
    minutes = keys.key(FILE, MINUTES)
    keys.key(FILE, LETTER)

    in_another_process(tmp_path, "keys.destroy(FILE, LETTER)")

    with pytest.raises(KeyDestroyed):
        keys.key(FILE, LETTER)
    keys.destroy(of_person("P-1"))
    assert keys.is_destroyed(FILE, LETTER)
    assert keys.key(FILE, MINUTES) == minutes


def test_two_processes_that_destroy_at_once_both_do(keys: Keys, tmp_path: Path) -> None:
    many = "for n in range(15): keys.destroy(FILE, sha256(b'%s %%d' %% n).digest())"
    both = [started(tmp_path, many % name) for name in ("one", "other")]
    for each in both:
        assert each.wait(60) == 0

    for n in range(15):
        for name in (b"one", b"other"):
            assert keys.is_destroyed(FILE, sha256(b"%s %d" % (name, n)).digest())
    assert not keys.is_destroyed(FILE, LETTER)


STEPS = {
    "before anything is written": "os.open = lambda *_, **__: die()",
    "before it is on disk": "os.fsync = lambda _: die()",
    "before it is put in place": "Path.replace = lambda *_: die()",
    "when it is in place": "replace = Path.replace; Path.replace = lambda *given: (replace(*given), die())",
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_of_destroying_it_is_destroyed_or_not_and_all_else_is_whole(
    keys: Keys, tmp_path: Path, step: str
) -> None:
    keys.destroy(of_person("P-1"))
    minutes = keys.key(FILE, MINUTES)

    killed = started(tmp_path, f"{STEPS[step]}\nkeys.destroy(FILE, LETTER)")

    assert killed.wait(60) == -signal.SIGKILL
    again = Keys.read(tmp_path / "keys")
    assert again.is_destroyed(FILE, LETTER) == (step == "when it is in place")
    assert again.key(FILE, MINUTES) == minutes
    assert again.is_destroyed(of_person("P-1"))
    again.destroy(FILE, LETTER)
    assert keys.is_destroyed(FILE, LETTER)
    assert not (tmp_path / "keys" / "keys.new").exists()


def test_what_was_said_to_be_destroyed_before_a_kill_is(keys: Keys, tmp_path: Path) -> None:
    many = "for n in range(10_000):\n    keys.destroy(FILE, sha256(b'%d' % n).digest()); print(n, flush=True)"
    with started(tmp_path, many, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _ in range(25)][-1]
        child.kill()
        said = max([said, *map(int, child.stdout.read().split())])

    assert all(keys.is_destroyed(FILE, sha256(b"%d" % n).digest()) for n in range(said + 1))
    assert not keys.is_destroyed(FILE, sha256(b"%d" % (said + 2)).digest())


def test_the_folders_bytes_hold_no_destroyed_key_nor_the_tree_in_clear(keys: Keys, tmp_path: Path) -> None:
    destroyed, kept = keys.key(FILE, LETTER), keys.key(FILE, MINUTES)
    keys.destroy(FILE, LETTER)

    everything = b"".join(path.read_bytes() for path in sorted((tmp_path / "keys").iterdir()))
    raw = (tmp_path / "keys" / "keys").read_bytes()
    wrapping = AESGCM(bytes.fromhex((tmp_path / "keys" / "wrapping-key").read_text()))
    tree = wrapping.decrypt(raw[51:63], raw[63:], raw[:51])

    assert not any(secret in everything + tree for secret in (destroyed, kept))
    assert not any(tree[at : at + 32] in everything for at in range(len(tree) - 31))


def test_the_wrapping_key_may_lie_apart(tmp_path: Path) -> None:
    apart = tmp_path / "credential"
    apart.write_text(secrets.token_hex(32) + "\n")
    apart.chmod(0o440)

    keys = Keys.make(tmp_path / "keys", apart)

    assert not (tmp_path / "keys" / "wrapping-key").exists()
    assert Keys.read(tmp_path / "keys", apart).key(FILE, LETTER) == keys.key(FILE, LETTER)
    with pytest.raises(KeysMissing, match="wrapping key"):
        Keys.read(tmp_path / "keys")


def test_another_wrapping_key_opens_nothing(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "keys" / "wrapping-key").write_text(secrets.token_hex(32) + "\n")

    with pytest.raises(KeysRefused, match="do not open"):
        Keys.read(tmp_path / "keys")


def rotated(tmp_path: Path) -> None:
    Keys.read(tmp_path / "keys").rewrap()


def test_a_wrapping_key_that_was_changed_opens_nothing_any_more(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    old, was = (folder / "wrapping-key").read_bytes(), keys.key(FILE, LETTER)
    keys.destroy(FILE, MINUTES)

    rotated(tmp_path)

    assert keys.key(FILE, LETTER) == was, "who had read them goes on, and finds the new one"
    keys.destroy(of_person("P-1"))
    again = Keys.read(folder)
    assert (again.name, again.key(FILE, LETTER)) == (keys.name, was)
    assert again.is_destroyed(FILE, MINUTES)
    assert again.is_destroyed(of_person("P-1"))
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "keys": 0o600, "wrapping-key": 0o600, "lock": 0o600,
    }  # fmt: skip
    (folder / "wrapping-key").write_bytes(old)
    with pytest.raises(KeysRefused, match="do not open"):
        Keys.read(folder)


def test_a_wrapping_key_given_apart_is_changed_where_it_lies_or_for_one_in_another_file(tmp_path: Path) -> None:
    apart, other = tmp_path / "apart" / "one", tmp_path / "apart" / "two"
    (tmp_path / "apart").mkdir()
    for path in (apart, other):
        path.write_text(secrets.token_hex(32) + "\n")
        path.chmod(0o600)
    keys, first = Keys.make(tmp_path / "keys", apart), apart.read_text()
    was = keys.key(FILE, LETTER)

    keys.rewrap()
    assert apart.read_text() != first
    assert Keys.read(tmp_path / "keys", apart).key(FILE, LETTER) == was
    keys.rewrap(other)

    assert Keys.read(tmp_path / "keys", other).key(FILE, LETTER) == keys.key(FILE, LETTER) == was
    with pytest.raises(KeysRefused):
        Keys.read(tmp_path / "keys", apart)
    assert sorted(path.name for path in (tmp_path / "apart").iterdir()) == ["one", "two"]


def test_killed_before_any_step_of_changing_the_wrapping_key_they_can_be_read_and_it_is_changed_when_done_again(
    tmp_path: Path,
) -> None:
    step = 0
    while True:
        place = tmp_path / str(step)
        keys = Keys.make(place / "keys")
        was, old = keys.key(FILE, LETTER), (place / "keys" / "wrapping-key").read_bytes()
        through = not killed_at(step, partial(rotated, place), place)
        assert Keys.read(place / "keys").key(FILE, LETTER) == keys.key(FILE, LETTER) == was, step
        keys.destroy(FILE, MINUTES)
        rotated(place)
        assert Keys.read(place / "keys").key(FILE, LETTER) == was
        assert Keys.read(place / "keys").is_destroyed(FILE, MINUTES)
        assert {path.name for path in (place / "keys").iterdir()} == {"keys", "wrapping-key", "lock"}, step
        assert (place / "keys" / "wrapping-key").read_bytes() != old
        if through:
            break
        step += 1
    assert step == 7  # each of three files is opened and put in place, and one goes


@pytest.mark.parametrize("at", [0, 17, 20, 49, 50, 51, 62, 63, 100, -17, -1])
def test_a_byte_flipped_in_the_keys_is_found(keys: Keys, tmp_path: Path, at: int) -> None:
    raw = bytearray((tmp_path / "keys" / "keys").read_bytes())
    raw[at] ^= 1
    (tmp_path / "keys" / "keys").write_bytes(raw)

    with pytest.raises(KeysRefused):
        Keys.read(tmp_path / "keys")
    with pytest.raises(KeysRefused):
        keys.key(FILE, LETTER)


@pytest.mark.parametrize("name", ["keys", "wrapping-key"])
def test_what_others_can_read_is_refused(keys: Keys, tmp_path: Path, name: str) -> None:
    (tmp_path / "keys" / name).chmod(0o604)

    with pytest.raises(KeysRefused, match="others can read"):
        Keys.read(tmp_path / "keys")


@pytest.mark.parametrize("wrong", ["", "00", "g" * 64, "0" * 63, "0" * 64 + "\n\n"])
def test_a_wrapping_key_that_is_none_is_named_and_not_repeated(keys: Keys, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "keys" / "wrapping-key").write_text(wrong)

    with pytest.raises(KeysRefused, match="64 hexadecimal") as refused:
        Keys.read(tmp_path / "keys")
    assert len(wrong) < 10 or wrong.strip() not in str(refused.value)


def test_a_folder_that_is_gone_is_said_to_be(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "keys" / "keys").unlink()

    with pytest.raises(KeysMissing):
        keys.key(FILE, LETTER)
    with pytest.raises(KeysMissing):
        keys.destroy(FILE, LETTER)
    with pytest.raises(KeysMissing):
        Keys.read(tmp_path / "keys")


def test_a_folder_that_cannot_be_looked_into_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="cannot be looked into: File name too long"):
        Keys.read(tmp_path / ("x" * 300))


def test_where_nothing_can_be_written_it_is_said_and_the_keys_are_as_they_were(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "keys" / "keys.new").mkdir()
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(KeysMissing, match="cannot be written to"):
        keys.destroy(FILE, LETTER)
    with pytest.raises(KeysMissing, match="cannot be written to"):
        Keys.make(tmp_path / "file" / "keys")

    assert not Keys.read(tmp_path / "keys").is_destroyed(FILE, LETTER)


def test_no_error_tells_whose_key_it_was(keys: Keys) -> None:
    keys.destroy(of_person("Mrs-Smith"))

    with pytest.raises(KeyDestroyed) as destroyed:
        keys.key(of_person("Mrs-Smith"), LETTER)
    assert "Smith" not in str(destroyed.value)


def started(folder: Path, what: str, stdout: int | None = None) -> "subprocess.Popen[bytes]":
    program = f"""
import os, signal
from hashlib import sha256
from pathlib import Path
from uuid import UUID
from ledger.privacy.keys import Keys, of_file
def die(): os.kill(os.getpid(), signal.SIGKILL)
FILE, LETTER = of_file(UUID("0b5c1f0e-7a57-4d5e-9c9e-3f2a1d4b6c70")), sha256(b"letter").digest()
keys = Keys.read(Path({str(folder / "keys")!r}))
{what}
"""
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.Popen([sys.executable, "-c", program], stdout=stdout, env=place)


def in_another_process(folder: Path, what: str) -> None:
    assert started(folder, what).wait(60) == 0
