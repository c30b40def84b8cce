"""What an entry holds: what on its own file it refers to, the documents it cites, and each field with its marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from ledger.entry import Actor, Entry
from ledger.fields import Limit, Ref
from ledger.words import Document, Kept, Said


def references(entry: Entry) -> Iterator[tuple[str, str, str | int]]:
    """Yield (field path, noun, id or position) for everything on the same file that the entry names."""
    return _references(entry, "")


def _references(model: BaseModel, path: str) -> Iterator[tuple[str, str, str | int]]:
    """As `walk` would find them, looking only at the fields that can refer to something: few of an entry's do."""
    for name, own, of_items in _referring(type(model)):
        value = getattr(model, name)
        if value is None:
            continue
        here = f"{path}{name}"
        for mark in own:
            yield here, mark.to, value
        if type(value) is tuple:
            for number, item in enumerate(value):
                for mark in of_items:
                    yield f"{here}.{number}", mark.to, item
                if isinstance(item, BaseModel):
                    yield from _references(item, f"{here}.{number}.")
        elif not own and isinstance(value, BaseModel):  # what is marked itself is an id or a position
            yield from _references(value, f"{here}.")


def walk(model: BaseModel, path: str = "") -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Yield (path, value, markers) for every field of a model, every item of its lists, and the models inside it."""
    for name, own, of_items in marks_of(type(model)):
        value = getattr(model, name)
        here = f"{path}{name}"
        yield here, value, own
        if isinstance(value, BaseModel):
            yield from walk(value, f"{here}.")
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                yield f"{here}.{number}", item, of_items
                if isinstance(item, BaseModel):
                    yield from walk(item, f"{here}.{number}.")


def cited(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield (field path, SHA-256) for each document that an entry cites, as it is submitted."""
    for path, value, _ in walk(entry):
        if isinstance(value, Said) and isinstance(value.value, Document):
            yield path, value.value.sha256


M = TypeVar("M", bound=BaseModel)
Part = Actor | Said | Kept
"""What may stand anywhere in an entry and is changed wherever it stands."""


def with_each(model: M, of: type[Part], changed: Callable[[Any], Any]) -> M:
    """Return the model with every value of a type in it, however deep, as `changed` returns it.

    They come in the order in which they are written down. Where all stay the same, it is the model itself.
    """
    changes = {}
    for name in holding(type(model), of):  # type: ignore[arg-type]  # mypy takes a class for unhashable
        value = getattr(model, name)
        if value is None:
            continue
        if isinstance(value, tuple):
            made: Any = tuple(_with(item, of, changed) for item in value)
        else:
            made = _with(value, of, changed)
        if made is not value and made != value:  # to compare two models takes ten times as long as to make one out
            changes[name] = made
    return model.model_copy(update=changes) if changes else model


def _with(value: Any, of: type[Part], changed: Callable[[Any], Any]) -> Any:
    if isinstance(value, of):
        return changed(value)
    return with_each(value, of, changed) if isinstance(value, BaseModel) else value


@cache
def holding(model: type[BaseModel], of: type[Any]) -> tuple[str, ...]:
    """The fields of a model that may hold a value of a type, themselves or further in."""
    return tuple(name for name, info in model.model_fields.items() if _may_hold(info.annotation, of))


def _may_hold(annotation: Any, of: type[Any]) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, of):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inside = holding(annotation, of)  # type: ignore[arg-type]  # as above
        return issubclass(annotation, Entry) or bool(inside)
    return any(_may_hold(part, of) for part in get_args(annotation))


@cache
def marks_of(model: type[BaseModel]) -> tuple[tuple[str, tuple[Any, ...], tuple[Any, ...]], ...]:
    """For each field: its name, the markers on its value, and those on each item where it is a list."""
    rows = []
    for name, info in model.model_fields.items():
        own: list[Any] = [m for m in info.metadata if isinstance(m, Ref | Limit)]
        of_items: list[Any] = []
        pending: list[tuple[Any, list[Any]]] = [(info.annotation, own)]
        while pending:
            part, marks = pending.pop()
            marks += [m for m in getattr(part, "__metadata__", ()) if isinstance(m, Ref | Limit)]
            inside = of_items if get_origin(part) is tuple else marks
            pending += [(p, inside) for p in get_args(part) if get_origin(part) is not Literal and p is not ...]
        rows.append((name, tuple(own), tuple(of_items)))
    return tuple(rows)


@cache
def _referring(model: type[BaseModel]) -> tuple[tuple[str, tuple[Ref, ...], tuple[Ref, ...]], ...]:
    """Of `marks_of`, the fields that refer to something, themselves or in a model inside them."""
    rows = []
    for name, own, of_items in marks_of(model):
        refs = tuple(m for m in own if isinstance(m, Ref)), tuple(m for m in of_items if isinstance(m, Ref))
        if any(refs) or _may_refer(model.model_fields[name].annotation):
            rows.append((name, *refs))
    return tuple(rows)


def _may_refer(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation is Entry or bool(_referring(annotation))  # any kind of entry may stand in an `Entry`
    return any(_may_refer(part) for part in get_args(annotation))
