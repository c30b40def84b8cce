"""Which of the 482 demands of the source documents work, from the code's own citations.

    python -m tests.requirements_table           writes docs/requirements.md
    python -m tests.requirements_table --check   says whether it is up to date

A demand counts as working only where the product cites its id (a rule, a kind, a setting, a projection) *and* a test
cites it too, in a name or docstring: a claim and a story that would fail without it. A citation alone is shown as
claimed, and not counted.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "requirements.md"
IDS = ROOT / "docs" / "requirement-ids.txt"
DOCUMENTS = {
    "HCC": "Hampshire County Council: contract management, social care contracts",
    "TVP": "Thames Valley: contract management strategy",
    "CPC307": "Planning contract implementation (occupational standard)",
    "CPC308": "Planning, monitoring and managing resources (occupational standard)",
    "IMP": "Supplier-management improvement plan",
}
_ID = re.compile(r"\b(?:HCC|TVP|CPC307|CPC308|IMP)-[A-Z]*[0-9A-Z][A-Za-z0-9.-]*[A-Za-z0-9]\b")


def citations(paths: Iterable[Path], known: frozenset[str]) -> dict[str, list[str]]:
    """Return id -> files that cite it, among the known ids."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        for cited in sorted(set(_ID.findall(path.read_text(encoding="utf-8"))) & known):
            found[cited].append(str(path.relative_to(ROOT)))
    return found


def unknown_citations(paths: Iterable[Path], known: frozenset[str]) -> list[str]:
    """Return "file: id" for every citation of an id that no document has; a whole clause (HCC-7.6) may be named."""
    clauses = {demand.rpartition("-")[0] for demand in known}
    return [
        f"{path.relative_to(ROOT)}: {cited}"
        for path in sorted(paths)
        for cited in sorted(set(_ID.findall(path.read_text(encoding="utf-8"))) - known - clauses)
    ]


def known_ids() -> tuple[str, ...]:
    """Return every requirement id, in the documents' order."""
    return tuple(IDS.read_text(encoding="utf-8").split())


def product() -> list[Path]:
    """Return the files of the product that may cite."""
    folders = (ROOT / name for name in ("ledger", "projections", "api"))
    return [p for folder in folders for p in folder.rglob("*") if p.suffix in {".py", ".toml", ".sql", ".html"}]


def stories() -> list[Path]:
    """Return the tests that may cite."""
    return [p for p in (ROOT / "tests").rglob("test_*.py") if p.name != "test_requirements.py"]


def table(ids: Iterable[str], claimed: Mapping[str, list[str]], shown: Mapping[str, list[str]]) -> str:
    """Return docs/requirements.md."""
    ids = tuple(ids)
    works = [i for i in ids if claimed.get(i) and shown.get(i)]
    lines = [
        "# Which demands of the source documents work",
        "",
        "Made by `python -m tests.requirements_table` from the citations in code and tests; do not edit.",
        "*Works*: the product cites it and a test that would fail without it cites it. *Claimed*: the product cites",
        "it and no test does; not counted. Everything else is not there yet.",
        "",
        f"**{len(works)} of {len(ids)} work.**",
    ]
    for prefix, title in DOCUMENTS.items():
        mine = [i for i in ids if i.startswith(prefix + "-")]
        lines += ["", f"## {prefix}: {title}", "", f"{sum(i in works for i in mine)} of {len(mine)} work.", ""]
        lines += ["| id | state | claimed in | shown by |", "|---|---|---|---|"]
        for i in mine:
            state = "works" if i in works else "claimed" if claimed.get(i) else "not yet"
            lines.append(f"| {i} | {state} | {_few(claimed.get(i, []))} | {_few(shown.get(i, []))} |")
    return "\n".join(lines) + "\n"


def _few(paths: list[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")


def current() -> str:
    """Return the table as the code is now."""
    ids = known_ids()
    known = frozenset(ids)
    return table(ids, citations(product(), known), citations(stories(), known))


if __name__ == "__main__":
    if "--check" in sys.argv:
        is_current = TABLE.read_text(encoding="utf-8") == current()
        sys.exit(0 if is_current else "docs/requirements.md is out of date: make it anew")
    TABLE.write_text(current(), encoding="utf-8")
