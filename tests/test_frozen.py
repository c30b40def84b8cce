"""A frozen value is copied by us and not by pydantic: the copy is the same."""

import pickle
from collections.abc import Mapping

import pytest
from pydantic import BaseModel

from ledger.entry import Actor, Frozen
from ledger.procedures import read
from ledger.registers import ById
from ledger.subjects.meetings import Meeting

ANN = Actor(person="Ann Ashe", office="lead-officer")


@pytest.mark.parametrize(
    ("value", "update"),
    [
        (ANN, None), (ANN, {"person": "Ben Birch"}), (ANN, {"office": None, "party": "provider"}),
        (Meeting(id="MTG-001"), {"sent": (ANN,)}), (read("hampshire"), {"settings": ()}),
    ],
)  # fmt: skip
def test_a_copy_is_what_pydantic_makes_of_it(value: Frozen, update: Mapping[str, object] | None) -> None:
    before = value.model_dump_json()

    copied, theirs = value.model_copy(update=update), BaseModel.__copy__(value)
    theirs.__dict__.update(update or {})
    theirs.__pydantic_fields_set__.update(update or {})

    assert copied == theirs
    assert type(copied) is type(value)
    assert copied.model_fields_set == theirs.model_fields_set
    assert copied.model_dump_json(exclude_unset=True) == theirs.model_dump_json(exclude_unset=True)
    assert copied.model_copy() == copied
    assert value.model_dump_json() == before


def test_what_is_known_of_a_thing_begins_with_whatever_is_said_of_it_first_and_a_copy_of_it_grows_alone() -> None:
    held = ById(Meeting)
    held.add("MTG-001", apologies=ANN)
    before = held.copy()

    held.change("MTG-001", chair=ANN)
    held.add("MTG-001", apologies=ANN)

    assert before == {"MTG-001": Meeting(id="MTG-001", apologies=(ANN,))}
    assert held == {"MTG-001": Meeting(id="MTG-001", apologies=(ANN, ANN), chair=ANN)}
    assert pickle.loads(pickle.dumps(held)).known("MTG-002") == Meeting(id="MTG-002")
