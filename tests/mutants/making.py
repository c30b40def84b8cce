"""The verifier with one check taken out: every one there is."""

# mypy: ignore-errors

from __future__ import annotations
import __future__

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

NAMING = ("append", "tell", "_name", "step")
"""What puts down that something is wrong."""
CALLED = ("step", "_tell", "_words", "_older", "_entered", "_issuing", "_closed", "_exhibits", "_tell_copy", "end")
LISTS = ("wrong", "unshown", "missing", "failed")
ESCAPING = ("shown", "_numbered", "quoted", "laid_out")
"""What text of the evidence passes through before it is printed."""


@dataclass(frozen=True)
class Mutant:
    """The verifier with one check taken out."""

    owner: str
    """The class that the function is in, or ""."""
    function: str
    lines: range
    """Those of which one is run wherever the check is met."""
    what: str
    code: CodeType
    """That of the function as it is then."""

    @property
    def name(self) -> str:
        """Where it is and what is gone: the same however lines move."""
        return f"{self.owner and self.owner + '.'}{self.function}: {self.what}"

    @contextmanager
    def put_into(self, verifier: ModuleType) -> Iterator[ModuleType]:
        """Have the verifier do so within the block."""
        holder = getattr(verifier, self.owner) if self.owner else verifier
        before = vars(holder)[self.function]
        made = dict(verifier.__dict__)
        exec(self.code, verifier.__dict__, made)
        setattr(holder, self.function, made[self.function])
        try:
            yield verifier
        finally:
            setattr(holder, self.function, before)


def mutants(text: str) -> Iterator[Mutant]:
    """Yield the verifier without each of its checks."""
    for node in ast.parse(text).body:
        owner = node.name if isinstance(node, ast.ClassDef) else ""
        for function in node.body if owner else [node]:
            if not isinstance(function, ast.FunctionDef):
                continue
            for inner in ast.walk(function):
                for what, field, value in _changes(inner):
                    before = getattr(inner, field)
                    setattr(inner, field, value)
                    alone = ast.fix_missing_locations(ast.Module([function], []))
                    code = compile(alone, "mutant", "exec", __future__.annotations.compiler_flag, dont_inherit=True)
                    setattr(inner, field, before)
                    yield Mutant(owner, function.name, _head(inner), what, code)


def _head(node: Any) -> range:
    """The lines of a statement before its body."""
    body = getattr(node, "body", None)
    return range(node.lineno, body[0].lineno if body else node.end_lineno + 1)


def _changes(node: ast.AST) -> Iterator[tuple[str, str, Any]]:
    """What could be taken out of a statement: how it is called, the field that changes, and to what."""
    if isinstance(node, ast.If) and _names_something(node.body):
        yield f"never met: {_short(node.test)}", "test", ast.Constant(False)
        for arm, rest in _without_each(node.test):
            yield f"without: {arm}", "test", rest
    elif isinstance(node, ast.If) and any(_looks(one) for one in node.body):
        yield f"never come to: {_short(node.test)}", "test", ast.Constant(False)
    elif isinstance(node, ast.For) and _names_something(node.body):
        yield f"never looked at: {_short(node.iter)}", "body", [ast.Pass()]
    elif isinstance(node, ast.Return):
        for arm, rest in _without_each(node.value):
            yield f"returned without: {arm}", "value", rest
    elif isinstance(node, ast.AugAssign) and ast.unparse(node.target).rpartition(".")[2] in LISTS:
        yield f"not put down: {_short(node.value)}", "value", ast.Tuple([], ast.Load())
    elif isinstance(node, ast.Assign):
        for arm, rest in _without_each(node.value):
            yield f"held without: {arm}", "value", rest
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ESCAPING:
        yield f"as it stands: {_short(node)}", "func", ast.Name("str", ast.Load())
    elif _looks(node):
        yield f"not called: {_short(node.value)}", "value", ast.Constant(None)


def _looks(node: ast.AST) -> bool:
    """Whether it is a check that is called for nothing but what it finds."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    called = ast.unparse(node.value.func).rpartition(".")[2]
    return called.lstrip("_").startswith(("check", "admit", "continues")) or called in CALLED


def _without_each(test: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """Leave out each arm of an `and` or `or`."""
    if isinstance(test, ast.BoolOp):
        for at, arm in enumerate(test.values):
            rest = [one for other, one in enumerate(test.values) if other != at]
            yield _short(arm), rest[0] if len(rest) == 1 else ast.BoolOp(test.op, rest)


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:90]


def _names_something(body: list[ast.stmt]) -> bool:
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Call):
        called = ast.unparse(first.value.func)
        return called.rpartition(".")[2] in NAMING and "." in called
    return any(isinstance(one, ast.Raise) for one in body)


def loaded(text: str) -> ModuleType:
    """Return the verifier as a module, under a name that the real one does not have."""
    module = ModuleType("mutant")
    sys.modules["mutant"] = module  # dataclasses look there
    exec(compile(text, "mutant", "exec"), module.__dict__)
    return module
