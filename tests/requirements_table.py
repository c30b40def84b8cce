"""Which of the 482 demands of the source documents work, from the code's own citations.

    python -m tests.requirements_table           writes docs/requirements.md
    python -m tests.requirements_table --check   says whether it is up to date

A demand counts as working only where the product cites its id (a rule, a kind, a setting, a projection) *and* a test
cites it too, in a name or docstring: a claim and a story that would fail without it. A citation alone is shown as
claimed, and not counted. What each demand asks, in a sentence, and why one is not served, stands in docs/demands.toml.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.kinds import BY_NAME, RULES
from tests.citing import ROOT, SORTS, Citation, cited_in
from tests.citing import citations as citations_of

TABLE = ROOT / "docs" / "requirements.md"
DEMANDS = ROOT / "docs" / "demands.toml"
DOCUMENTS = {
    "HCC": "Hampshire County Council: contract management, social care contracts",
    "TVP": "Thames Valley: contract management strategy",
    "CPC307": "Planning contract implementation (occupational standard)",
    "CPC308": "Planning, monitoring and managing resources (occupational standard)",
    "IMP": "Supplier-management improvement plan",
}
HEADS = {
    "kind": "kinds", "rule": "rules", "procedure": "procedures", "duty": "duties", "projection": "projections",
    "page": "API and pages", "elsewhere": "else",
}  # fmt: skip
NAMES = {kind: name for name, kind in BY_NAME.items()}
MOST = 4  # names of one sort before the rest is a number


@dataclass(frozen=True)
class Demand:
    """One demand: what it asks, and why it is not served, where it is not."""

    id: str
    asks: str
    not_served: str = ""


def demands() -> tuple[Demand, ...]:
    """Return every demand, in the documents' order."""
    rows = tomllib.loads(DEMANDS.read_text(encoding="utf-8"))["demand"]
    return tuple(Demand(**row) for row in rows)


def known_ids() -> tuple[str, ...]:
    """Return every demand's id, in the documents' order."""
    return tuple(demand.id for demand in demands())


def unknown_citations(paths: Iterable[Path], known: frozenset[str]) -> list[str]:
    """Return "file: id" for every citation of an id that no document has; a whole clause (HCC-7.6) may be named."""
    clauses = {demand.rpartition("-")[0] for demand in known}
    return [
        f"{path.relative_to(ROOT)}: {cited}"
        for path in sorted(paths)
        for cited in sorted(cited_in(path.read_text(encoding="utf-8")) - known - clauses)
    ]


def product() -> list[Path]:
    """Return the files of the product that may cite."""
    folders = (ROOT / name for name in ("ledger", "projections", "api"))
    return [p for folder in folders for p in folder.rglob("*") if p.suffix in {".py", ".toml", ".sql", ".html"}]


def stories() -> list[Path]:
    """Return the tests that may cite."""
    return [p for p in (ROOT / "tests").rglob("test_*.py") if p.name != "test_requirements.py"]


def by_demand(paths: Iterable[Path]) -> dict[str, list[Citation]]:
    """Return id -> what cites it; with a rule, the kinds of entry it is about."""
    about = {rule.id: rule.of if isinstance(rule.of, tuple) else (rule.of,) for rule in RULES}
    found: dict[str, set[Citation]] = defaultdict(set)
    for path in paths:
        for citation in citations_of(path):
            found[citation.demand].add(citation)
            for kind in about.get(citation.name, ()) if citation.sort == "rule" else ():
                if kind in NAMES:
                    found[citation.demand].add(Citation(citation.demand, "kind", NAMES[kind]))
    return {demand: sorted(of) for demand, of in found.items()}


def state(demand: Demand, claimed: Mapping[str, Sequence[Citation]], shown: Mapping[str, Sequence[Citation]]) -> str:
    """Return "works", "claimed", "not served" or "not yet"."""
    if claimed.get(demand.id):
        return "works" if shown.get(demand.id) else "claimed"
    return "not served" if demand.not_served else "not yet"


def table(
    asked: Sequence[Demand], claimed: Mapping[str, Sequence[Citation]], shown: Mapping[str, Sequence[Citation]]
) -> str:
    """Return docs/requirements.md."""
    states = {demand.id: state(demand, claimed, shown) for demand in asked}
    works = sum(said == "works" for said in states.values())
    lines = [
        "# Which demands of the source documents work", "",
        "Made by `python -m tests.requirements_table` from the citations in code and tests; do not edit.",
        "What each demand asks, and why one is not served, stands in `demands.toml`. *Works*: the product cites it,",
        "and so does a test that would fail without it. *Claimed*: no test cites it; not counted. *Not yet*: nothing",
        "cites it. Of each sort the first four are named.",
        "", f"**{works} of {len(asked)} work.**",
    ]  # fmt: skip
    for prefix, title in DOCUMENTS.items():
        mine = [demand for demand in asked if demand.id.startswith(prefix + "-")]
        ours = sum(states[demand.id] == "works" for demand in mine)
        lines += ["", f"## {prefix}: {title}", "", f"{ours} of {len(mine)} work.", ""]
        lines += ["| id | what it asks | state | served by | shown by |", "|---|---|---|---|---|"]
        for demand in mine:
            served = _served(claimed.get(demand.id, ())) or demand.not_served
            lines.append(
                f"| {demand.id} | {demand.asks} | {states[demand.id]} | {served} | {_shown(shown.get(demand.id, ()))} |"
            )
    return "\n".join(lines) + "\n"


def _served(by: Sequence[Citation]) -> str:
    sorts = ((HEADS[sort], [citation.name for citation in by if citation.sort == sort]) for sort in SORTS)
    return "; ".join(f"{head}: {_few(names)}" for head, names in sorts if names)


def _shown(by: Sequence[Citation]) -> str:
    """Tests by their sentences; of a module where it says so as a whole."""
    return _few([citation.name.removeprefix("tests/") for citation in by])


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(f"`{name}`" for name in names[:MOST]) + more


def current() -> str:
    """Return the table as the code is now."""
    return table(demands(), by_demand(product()), by_demand(stories()))


if __name__ == "__main__":
    if "--check" in sys.argv:
        is_current = TABLE.read_text(encoding="utf-8") == current()
        sys.exit(0 if is_current else "docs/requirements.md is out of date: make it anew")
    TABLE.write_text(current(), encoding="utf-8")
