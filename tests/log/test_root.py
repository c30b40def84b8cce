import hashlib

from ledger.verify import Root
from tests.log.vectors import read


def plainly(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962, section 2.1, defines it, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + plainly(leaves[:half]) + plainly(leaves[half:])).digest()


def test_the_root_is_the_one_of_the_definition_at_every_size_up_to_a_hundred() -> None:
    root = Root()
    leaves: list[bytes] = []
    for number in range(101):
        assert (root.value, root.size) == (plainly(leaves), number)
        leaves.append(hashlib.sha256(bytes([0, number])).digest())
        root.add(leaves[-1])


def test_the_root_is_the_one_others_give_for_the_same_leaves() -> None:
    """The reference leaves of Certificate Transparency's own tests; the root at size 8 is theirs."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    root = Root()
    for data in inputs:
        root.add(hashlib.sha256(b"\x00" + bytes.fromhex(data)).digest())
    assert root.value.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_root_at_every_size_is_the_published_one() -> None:
    published = read("transcribed/rfc6962-reference.json")
    root = Root()
    for size, data in enumerate([*published["leaf_inputs"], ""]):
        assert root.value.hex() == published["root_by_size"][str(size)]
        root.add(hashlib.sha256(b"\x00" + bytes.fromhex(data)).digest())
