from typing import Any

import pytest
from pydantic import Field

from api.shown import RecordedBy
from ledger import described
from ledger.described import Described, descriptions
from ledger.entry import Source


class Animal(Described):
    name: str
    """What it is
    called."""
    legs: int = 4
    sound: str = Field("", description="Said in the field itself.")
    """Not read."""

    class Owner(Described):
        name: str
        """Whose it is."""


class Bird(Animal):
    """Has fewer."""

    legs: int = 2
    owner: Animal.Owner | None = None
    """Who keeps it."""
    name: str


def test_a_field_is_what_stands_under_it_in_its_class_or_in_the_one_it_comes_from() -> None:
    assert descriptions(Animal) == {"name": "What it is\ncalled.", "sound": "Said in the field itself."}
    assert descriptions(Animal.Owner) == {"name": "Whose it is."}
    assert descriptions(Bird) == {"sound": "Said in the field itself.", "owner": "Who keeps it."}


def test_the_schema_says_it_of_each_property_also_of_what_is_within() -> None:
    shown: dict[str, Any] = Bird.model_json_schema()

    assert {name: part.get("description") for name, part in shown["properties"].items()} == {
        "name": None, "legs": None, "sound": "Said in the field itself.", "owner": "Who keeps it."
    }  # fmt: skip
    assert shown["$defs"]["Owner"]["properties"]["name"]["description"] == "Whose it is."
    assert Source.model_json_schema()["properties"]["whom"]["description"] == descriptions(Source)["whom"]
    assert RecordedBy.model_json_schema()["properties"]["account"]["description"]


def test_without_the_source_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_source(_: object) -> str:
        raise OSError("could not get source code")

    monkeypatch.setattr("inspect.getsource", no_source)
    described._texts_of.cache_clear()
    try:
        assert descriptions(Animal.Owner) == {}
    finally:
        described._texts_of.cache_clear()
