"""What a field is, in words: the text that stands under it in its class, read from the source when it is asked for.

Pydantic can do this itself (`use_attribute_docstrings`), by looking for each class in its source while it is made: a
sixth of what every start of a program took, for texts that only a description of the interface shows.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic_core import CoreSchema


class Described(BaseModel):
    """A model whose JSON Schema says of each field what stands under it."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        shown = handler(core_schema)
        properties = handler.resolve_ref_schema(shown).get("properties", {})
        for name, said in descriptions(cls).items():
            if name in properties:
                properties[name]["description"] = said
        return shown


def descriptions(model: type[BaseModel]) -> Mapping[str, str]:
    """Return field -> what it is, of those of which that is said, in their class or in one it comes from."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, Described):
            own = _texts_of(each.__module__).get(each.__qualname__, dict[str, str]())
            found = {name: said for name, said in found.items() if name not in each.__annotations__} | own
    for name, field in model.model_fields.items():
        if field.description is not None:
            found[name] = field.description
    return {name: said for name, said in found.items() if name in model.model_fields}


@cache
def _texts_of(module: str) -> dict[str, dict[str, str]]:
    """Class -> field -> text, of a module."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:  # the program was installed without its source
        return {}
    return {name: dict(_texts_in(found)) for name, found in _classes(tree, "")}


def _classes(within: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    for node in ast.iter_child_nodes(within):
        if isinstance(node, ast.ClassDef):
            yield prefix + node.name, node
            yield from _classes(node, f"{prefix}{node.name}.")


def _texts_in(found: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(found.body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, inspect.cleandoc(said)
            case _:
                pass


__all__ = ["Described", "descriptions"]
