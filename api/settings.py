"""What whoever runs Cleartrail may set: its files and database, where it listens, whether it is a demonstration.

Everything comes from the environment, each under its name with CLEARTRAIL_ before it; the command line's options go
before it. Which database holds the ledger is read by ledger/store/database.py from the same environment, and in which
folder the authority's own procedures lie, by ledger/procedures/folder.py.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ledger.log.outside import Outside, read_outside
from ledger.procedures import ProcedureError, read
from ledger.procedures.checking import check_own_folder
from ledger.store.database_settings import DatabaseSettings, SettingsRefused

DEMO_SCHEMA = "cleartrail_demo"
"""Where the example lies unless CLEARTRAIL_SCHEMA says otherwise: never in the same schema as a ledger in use."""


class Settings(BaseSettings):
    """Settings of the program, apart from the database's."""

    model_config = SettingsConfigDict(env_prefix="CLEARTRAIL_", frozen=True, extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    """Address to listen on: CLEARTRAIL_HOST."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    """Port to listen on: CLEARTRAIL_PORT."""
    demo: bool = False
    """Whether anybody may choose who they are: CLEARTRAIL_DEMO."""
    token_file: Path | None = None
    """File of the tokens for programs: CLEARTRAIL_TOKEN_FILE; by default tokens.json in the data directory."""
    signer_folder: Path | None = None
    """Folder of the log's key and last checkpoint: CLEARTRAIL_SIGNER_FOLDER; by default in the data directory."""
    outside_file: Path | None = None
    """File of those who vouch for the log: CLEARTRAIL_OUTSIDE_FILE; by default outside.toml in the data directory."""
    procedure: str = "hampshire"
    """The authority's own procedure, by name or name and version, for contracts bound to none: CLEARTRAIL_PROCEDURE."""
    database: DatabaseSettings
    """Which database holds the ledger."""

    @property
    def tokens(self) -> Path:
        """The file of the tokens for programs."""
        return self.token_file or self.database.data_directory / "tokens.json"

    @property
    def signer(self) -> Path:
        """The folder of the log's key and of the last checkpoint signed: never in the database, nor in its backup."""
        return self.signer_folder or self.database.data_directory / "signer" / self.database.schema

    @property
    def workroom(self) -> Path:
        """The folder in which bundles are made (api/workroom.py)."""
        return self.database.data_directory.resolve() / "workroom"

    @cached_property
    def outside(self) -> Outside:
        """The timestamping authorities and witnesses (ledger/log/outside.py). Raises SettingsRefused."""
        if self.outside_file is not None and not self.outside_file.exists():
            raise SettingsRefused(f"CLEARTRAIL_OUTSIDE_FILE: there is no file {self.outside_file}")
        return read_outside(self.outside_file or self.database.data_directory / "outside.toml")

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the address listened on."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_settings(
    *,
    host: str | None = None,
    port: int | None = None,
    demo: bool | None = None,
    database: DatabaseSettings | None = None,
) -> Settings:
    """Return the settings as the environment gives them, with what is given here before it. Raises SettingsRefused."""
    given = {"host": host, "port": port, "demo": demo, "database": database or DatabaseSettings.from_environment()}
    if wrong := check_own_folder():
        raise SettingsRefused("the authority's own procedures cannot be used: " + "; ".join(wrong))
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "CLEARTRAIL_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsRefused(f"{name} cannot be read: {first['msg'].lower()}.") from None
    try:
        read(settings.procedure)
    except ProcedureError as error:
        raise SettingsRefused(f"CLEARTRAIL_PROCEDURE: {error}") from None
    return settings


def demo_database(database: DatabaseSettings) -> DatabaseSettings:
    """Return the same database with the schema of the example, unless a schema of its own has been named."""
    return replace(database, schema=DEMO_SCHEMA) if database.schema == "cleartrail" else database
