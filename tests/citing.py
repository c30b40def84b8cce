"""Where the code cites a demand, and as what: a kind of entry, a rule, a procedure's row, a duty, a projection, a test.

Read off the source itself, by what a citation stands in: nothing is kept beside the code that could disagree with it.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ID = re.compile(r"\b(?:HCC|TVP|CPC307|CPC308|IMP)-[A-Z]*[0-9A-Z][A-Za-z0-9.-]*[A-Za-z0-9]\b")
_ROW = re.compile(r"^\[\[?([a-z.-]+)\]\]?$")
_ROW_ID = re.compile(r'^id = "([^"]+)"')
_Named = ast.Call | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
SORTS = ("kind", "rule", "procedure", "duty", "projection", "page", "elsewhere")


@dataclass(frozen=True, order=True)
class Citation:
    """One place that cites a demand: what sort of thing it is, and its name."""

    demand: str
    sort: str
    """One of SORTS, or "test"."""
    name: str


def cited_in(text: str) -> set[str]:
    """Return what a text cites that looks like a demand's id."""
    return set(_ID.findall(text))


@cache
def citations(path: Path) -> tuple[Citation, ...]:
    """Return what a file of the product or a test cites."""
    return tuple(_citations(path))


def _citations(path: Path) -> Iterator[Citation]:
    text = path.read_text(encoding="utf-8")
    if not _ID.search(text):
        return
    if path.suffix == ".py":
        yield from _in_python(path, text)
    elif path.suffix == ".toml":
        yield from _in_toml(path, text)
    else:
        sort = "page" if path.suffix == ".html" else "elsewhere"
        yield from (Citation(demand, sort, path.name) for demand in sorted(cited_in(text)))


# --- Python ---------------------------------------------------------------------------------------------------------


def _in_python(path: Path, text: str) -> Iterator[Citation]:
    named = [(_first_line(node), _last_line(node), node) for node in _parts_of(ast.parse(text))]
    named.sort(key=lambda part: part[1] - part[0])
    for number, line in enumerate(text.splitlines(), 1):
        if cited := cited_in(line):
            stands_in = _standing_in(path, [node for first, last, node in named if first <= number <= last])
            yield from (Citation(demand, *stands_in) for demand in sorted(cited))


def _parts_of(module: ast.Module) -> Iterator[_Named]:
    return (node for node in ast.walk(module) if isinstance(node, _Named))


def _first_line(node: _Named) -> int:
    decorators = [] if isinstance(node, ast.Call) else node.decorator_list
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _last_line(node: _Named) -> int:
    return node.end_lineno or node.lineno


def _standing_in(path: Path, around: Sequence[ast.AST]) -> tuple[str, str]:
    """Return (sort, name) of what a line of a module stands in, by what is around it from the innermost outwards."""
    where = path.relative_to(ROOT)
    for node in around:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "Rule" and (name := _text_of(node, "id", 0)):
                return "rule", name
            if node.func.id == "duty" and (name := _text_of(node, "id", 1)):
                return "duty", name.partition("/")[0]
    named = [node for node in around if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
    if where.parts[0] == "tests":
        test = next((node.name for node in named if node.name.startswith("test_")), None)
        return "test", f"{where}::{test}" if test else str(where)
    for node in named:
        if isinstance(node, ast.ClassDef) and (kind := _kind(node)):
            return "kind", kind
    outermost = f"{where.stem}.{named[-1].name}" if named else where.stem
    if where.parts[0] == "projections":
        room = "/".join((*where.parts[1:-1], outermost))
        return ("duty" if where.parts[1] == "duties" else "projection"), room
    if where.parts[:2] == ("ledger", "subjects") and where.stem != "__init__":
        return ("rule" if "rules" in where.parts[-1] or "rules" in where.parts else "elsewhere"), (
            f"{where.parts[2]}/{outermost}"
        )
    return ("page" if where.parts[0] == "api" else "elsewhere"), str(where)


def _text_of(call: ast.Call, keyword: str, place: int) -> str | None:
    """Return the text given for an argument: what is known of it where parts are filled in later."""
    given = next((k.value for k in call.keywords if k.arg == keyword), None)
    given = given or (call.args[place] if len(call.args) > place else None)
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value
    if isinstance(given, ast.JoinedStr) and given.values and isinstance(given.values[0], ast.Constant):
        return str(given.values[0].value)
    return None


def _kind(node: ast.ClassDef) -> str | None:
    """Return the kind a class is of, without its version: `kind: Literal["contract-classified/1"]`."""
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.target.id == "kind":
            value = field.value
            said = value.value if isinstance(value, ast.Constant) else None
            return said.partition("/")[0] if isinstance(said, str) else None  # of an optional one it is none's
    return None


# --- procedures -----------------------------------------------------------------------------------------------------


def _in_toml(path: Path, text: str) -> Iterator[Citation]:
    """A row cites what stands in it; what stands in a comment is cited by the file."""
    name, table, row = path.stem, "", ""
    for line in text.splitlines():
        if head := _ROW.match(line):
            table, row = head[1], ""
        elif said := _ROW_ID.match(line):
            row = said[1]
        for demand in sorted(cited_in(line)):
            if table == "counterpart":
                continue  # it says whose clause is cited, and serves none
            plain = line.startswith("#") or not table
            yield Citation(demand, "procedure", name if plain else f"{table} {row} ({name})")
