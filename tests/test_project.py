"""Sentences about the repository itself: what a stranger is promised, and what must not slip in."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from tests.each import each

ROOT = Path(__file__).resolve().parent.parent
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"ledger", "projections", "api", "tests"}

# The other halves of packages we declare: released with them, and pinned by them.
HALVES = {
    "fastapi": "starlette",
    "jinja2": "markupsafe",
    "psycopg": "psycopg-pool",
    "pydantic": "pydantic-core",
    "typer": "click",
}

# Written in pieces, or this file would find itself.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")


def tracked() -> list[Path]:
    """Return the files under version control; without git, or outside a checkout, there is nothing to say."""
    try:
        # A checkout that belongs to somebody else (a mounted volume, a gate) is read all the same.
        listing = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("git is not installed, so which files are tracked is not known")
    if listing.returncode != 0:
        pytest.skip("this is not a git checkout, so which files are tracked is not known")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            yield str(path.relative_to(ROOT)), content.decode("utf-8", errors="replace")


def test_no_tracked_file_names_the_host_of_a_package_registry() -> None:
    naming = [name for name, text in texts() for host in REGISTRIES if host in text]

    assert naming == []


def test_the_locks_hold_hashes_and_say_nothing_of_where_packages_came_from() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "styles" / "node.lock"):
        text = lock.read_text(encoding="utf-8")
        packages = re.split(r"\n(?=[a-z0-9])", text.strip())

        assert "://" not in text
        assert [line for line in text.splitlines() if line.startswith("-")] == []
        assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []

    npm = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in npm
    assert npm.count('"integrity": "sha512-') == npm.count('"node_modules/')


def test_every_package_we_declare_is_in_the_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", lock, re.MULTILINE))

    assert declared(PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values()) <= locked


@pytest.mark.parametrize(
    ("folders", "extras"),
    [(("ledger", "projections", "api"), ("embedded",)), (("tests",), ("embedded", "dev"))],
    ids=["the product", "the tests"],
)
def test_every_package_we_import_is_declared(folders: tuple[str, ...], extras: tuple[str, ...]) -> None:
    optional = PROJECT["project"]["optional-dependencies"]
    allowed = declared(PROJECT["project"]["dependencies"], *(optional[extra] for extra in extras))
    allowed |= {HALVES[name] for name in allowed & HALVES.keys()}
    distributions = _distributions()
    undeclared = {
        f"{path.relative_to(ROOT)}: {module}"
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for module in imported(path) - OURS - sys.stdlib_module_names
        if not allowed & {name.lower().replace("_", "-") for name in distributions.get(module, [module])}
    }

    assert undeclared == set()


_distributions = cache(packages_distributions)  # it looks into every package there is


def declared(*lists: list[str]) -> set[str]:
    """Return the bare names in lists of requirements."""
    return {re.split(r"[\[=~<>!; ]", requirement)[0].lower() for each in lists for requirement in each}


def imported(path: Path) -> set[str]:
    """Return the top-level names a file imports."""
    names: set[str] = set()
    statements: list[Any] = list(ast.parse(path.read_text(encoding="utf-8")).body)
    while statements:  # into the statements of statements alone: an import is no part of an expression
        node = statements.pop()
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
        for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
            statements += getattr(node, inner, ())
    return names


def test_the_readme_shows_the_two_commands_and_make_knows_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in ("demo", "test"):
        assert re.search(rf"^make {target}\b", readme, re.MULTILINE)
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_link_between_our_pages_leads_somewhere() -> None:
    pages = [path for path in tracked() if path.suffix == ".md"]
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert dead == []


@each("adr", ADRS)
def test_a_decision_has_its_number_in_its_title_and_its_four_parts(adr: Path) -> None:
    text = adr.read_text(encoding="utf-8")
    number = adr.name[:4]

    assert text.startswith(f"# {number}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Status", "Context", "Decision", "Consequences"]


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = [adr.name[:4] for adr in ADRS]

    assert len(numbers) == len(set(numbers))


def test_the_gate_can_be_run() -> None:
    gate = ROOT / ".ci" / "run"

    assert gate.stat().st_mode & 0o111
    assert gate.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_the_stylesheet_neither_reaches_outside_nor_dresses_up_as_government() -> None:
    vendor = ROOT / "api" / "pages" / "static" / "vendor"
    if not (vendor / "cleartrail.css").is_file():
        pytest.skip("the stylesheets are not built; make setup builds them")
    css = (vendor / "cleartrail.css").read_text(encoding="utf-8")

    assert ".moj-timeline" in css
    assert ".govuk-service-navigation" in css
    for unwanted in ("GDS Transport", "@font-face", "crest", "crown"):
        assert unwanted not in css
    for icon in re.findall(r"url\(([^)]+)\)", css):
        assert (vendor / icon).is_file()
