"""Which tools of its procedure's toolkit are used on a contract, and whose contracts use which (TVP-4.0-17).

A tool counts as used once an entry is on file that is recorded by using it. One that is to be read leaves none, and is
not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ledger import kinds
from ledger.entry import Frozen
from ledger.procedures import ProcedureError, read
from ledger.procedures.rows import Tool
from projections.view import FileView

NAMED = 10
"""So many contracts of an officer are named of each tool: there may be twenty thousand, and seven tools."""


class ToolFact(Frozen):
    """A tool that is used on the contract, since when."""

    id: str
    since: date
    """The day of the first thing recorded by using it."""
    position: int


class ToolKept(Frozen):
    """One tool of the toolkit, on one contract."""

    id: str
    title: str
    citation: str
    since: date | None
    """Since when it is used; None where it is not."""
    position: int | None


class NotUsedBy(Frozen):
    """Contracts of one lead officer on which a tool is not used."""

    officer: str
    """"nobody" for contracts without one."""
    contracts: tuple[str, ...]
    """The first of them, at most ten."""
    more: int = 0
    """How many more there are."""


class ToolCount(Frozen):
    """One tool of a toolkit, over the live contracts whose procedure has it."""

    id: str
    procedure: str
    """The procedure of whose toolkit it is."""
    title: str
    citation: str
    used: int
    of: int
    not_used: tuple[NotUsedBy, ...]
    """By the officers' names, that of nobody last."""


def tools_used(view: FileView) -> Iterator[ToolFact]:
    """Yield the tools that are used, in the toolkit's order. Pure; whatever the day."""
    tools = _left_on_file(view.procedure.tools)
    named = {kind: tool.id for tool in tools for name in tool.kinds if (kind := kinds.BY_NAME.get(name))}
    first: dict[str, ToolFact] = {}
    for recorded in view.file.of(*named) if named else ():
        tool = named[type(recorded.entry)]
        if tool not in first:
            first[tool] = ToolFact(id=tool, since=recorded.entry.happened_on, position=recorded.position)
    yield from (first[one.id] for one in tools if one.id in first)


def tools_kept(procedure: str | None, used: Iterable[ToolFact], on: date) -> tuple[ToolKept, ...]:
    """Return each tool of a procedure's toolkit, and since when it is used on a contract, by a day."""
    since = {one.id: one for one in used if one.since <= on}
    return tuple(
        ToolKept(
            id=tool.id, title=tool.title, citation=tool.citation,
            since=since[tool.id].since if tool.id in since else None,
            position=since[tool.id].position if tool.id in since else None,
        )
        for tool in _asked(procedure)
    )  # fmt: skip


class Kept(NamedTuple):
    """What is counted of one contract."""

    reference: str
    procedure: str
    lead: str
    tools: tuple[ToolKept, ...]


def counted_by_tool(contracts: Iterable[Kept], last: str) -> tuple[ToolCount, ...]:
    """Return each tool of each procedure over its contracts. `last`: who is named last."""
    those = defaultdict[tuple[str, str], list[tuple[Kept, ToolKept]]](list)
    for one in contracts:
        for tool in one.tools:
            those[one.procedure, tool.id].append((one, tool))
    return tuple(_counted(procedure, kept, last) for (procedure, _), kept in those.items())


def _counted(procedure: str, kept: list[tuple[Kept, ToolKept]], last: str) -> ToolCount:
    tool, without = kept[0][1], defaultdict[str, list[str]](list)
    for one, held in kept:
        if held.since is None:
            without[one.lead].append(one.reference)
    return ToolCount(
        id=tool.id, procedure=procedure, title=tool.title, citation=tool.citation, of=len(kept),
        used=len(kept) - sum(map(len, without.values())),
        not_used=tuple(
            NotUsedBy(officer=name, contracts=tuple(without[name][:NAMED]), more=max(0, len(without[name]) - NAMED))
            for name in sorted(without, key=lambda name: (name == last, name))
        ),
    )  # fmt: skip


def _asked(procedure: str | None) -> tuple[Tool, ...]:
    try:
        return _left_on_file(read(procedure).tools) if procedure else ()
    except ProcedureError:
        return ()  # one that cannot be read here asks for nothing


def _left_on_file(tools: Iterable[Tool]) -> tuple[Tool, ...]:
    return tuple(tool for tool in tools if tool.kinds)


__all__ = ["Kept", "NotUsedBy", "ToolCount", "ToolFact", "ToolKept", "counted_by_tool", "tools_kept", "tools_used"]
