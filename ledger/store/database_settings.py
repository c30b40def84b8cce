"""What a process is told of the database it is to reach, read from its settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ledger.store.keyring import KeysPlace

Role = Literal["owner", "app", "sealer", "projector"]
ROLES: tuple[Role, ...] = ("owner", "app", "sealer", "projector")
SERVING: tuple[Role, ...] = ("app", "sealer", "projector")
_SCHEMA_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")  # leaves room in 63 bytes for "_projection_" and a number
_RESERVED = ("pg_", "information_schema", "public")


class SettingsRefused(Exception):
    """A setting in the environment cannot be; the message names it and says what would be right."""


@dataclass(frozen=True)
class DatabaseSettings:
    """Which database holds the ledger. `url` None: the embedded server in `data_directory`."""

    data_directory: Path
    url: str | None = None
    admin_url: str | None = None
    schema: str = "cleartrail"
    keys_folder: Path | None = None
    wrapping_key: Path | None = None
    sealer_url: str | None = None
    projector_url: str | None = None

    def __post_init__(self) -> None:
        if not _SCHEMA_NAME.fullmatch(self.schema) or self.schema.startswith(_RESERVED):
            raise SettingsRefused(
                f"CLEARTRAIL_SCHEMA is {self.schema!r}; it must begin with a letter a to z, have at most 40 "
                "letters, digits and underscores, all lower case, and not begin with pg_, public or information_schema."
            )
        for name, url in {
            "CLEARTRAIL_DATABASE_URL": self.url,
            "CLEARTRAIL_ADMIN_DATABASE_URL": self.admin_url,
            "CLEARTRAIL_SEALER_DATABASE_URL": self.sealer_url,
            "CLEARTRAIL_PROJECTOR_DATABASE_URL": self.projector_url,
        }.items():
            if url is not None and self.url is None and "ADMIN" not in name:
                raise SettingsRefused(f"{name} is set and CLEARTRAIL_DATABASE_URL is not; both name one database.")
            if url is not None:
                try:
                    conninfo_to_dict(url)
                except psycopg.ProgrammingError as error:
                    raise SettingsRefused(
                        f"{name} cannot be read; it should look like postgresql://user:password@host:5432/database."
                    ) from error  # the value itself is not repeated: it may hold a password

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The settings as the environment gives them; an empty variable counts as none. Raises SettingsRefused."""
        data_home = environ.get("XDG_DATA_HOME") or "~/.local/share"
        directory = environ.get("CLEARTRAIL_DATA_DIR") or f"{data_home}/cleartrail"
        return cls(
            data_directory=Path(directory).expanduser(),
            url=environ.get("CLEARTRAIL_DATABASE_URL") or None,
            admin_url=environ.get("CLEARTRAIL_ADMIN_DATABASE_URL") or None,
            schema=environ.get("CLEARTRAIL_SCHEMA") or "cleartrail",
            sealer_url=environ.get("CLEARTRAIL_SEALER_DATABASE_URL") or None,
            projector_url=environ.get("CLEARTRAIL_PROJECTOR_DATABASE_URL") or None,
            keys_folder=_path(environ.get("CLEARTRAIL_KEYS_FOLDER")),
            wrapping_key=_path(environ.get("CLEARTRAIL_WRAPPING_KEY_FILE")),
        )

    @property
    def keys(self) -> KeysPlace:
        """Where the keys of the ledger's words and documents lie."""
        return KeysPlace((self.keys_folder or self.data_directory / "keys") / self.schema, self.wrapping_key)


def _path(said: str | None) -> Path | None:
    return Path(said).expanduser() if said else None
