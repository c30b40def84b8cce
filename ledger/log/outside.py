"""Who outside the authority vouches for its log: timestamping authorities and witnesses, as the settings name them.

The file, in TOML (CLEARTRAIL_OUTSIDE_FILE; by default outside.toml in the data directory; none at all is in order):

    [timestamps]
    when_grown = 3600           # seconds after which a log that has grown is stamped again; this is the default
    at_least = 86400            # and one that has not

    [[timestamps.authority]]
    name = "Example TSA"        # stands in the entries; never give another authority the same name
    url = "https://tsa.example/tsr"
    roots = "example-root.pem"  # its root certificate, beside this file; and those between, if its tokens lack them
    certificate = "tsa.pem"     # optional: the one certificate it signs with
    subject = "CN=Example TSA,O=Example Ltd,C=GB"  # optional: who that certificate is for (RFC 4514)
    policy = "1.2.3.4.1"        # optional: the policy its tokens are under
    seconds = 10                # optional: how long it is waited for

    [witnesses]
    quorum = 1                  # how many must have signed a checkpoint for it to count as witnessed

    [[witnesses.witness]]
    key = "witness.example+1f0c2d3e+BA…"  # as `cleartrail witness FOLDER` shows it
    url = "https://witness.example"       # /add-checkpoint is added (C2SP tlog-witness)
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ledger.log.posting import check_address
from ledger.spelling import how_written
from ledger.store.database_settings import SettingsRefused
from ledger.verify import COSIGNATURE, Key, Unreadable, certificates

_Address = Annotated[str, AfterValidator(check_address)]
_Seconds = Annotated[float, Field(gt=0, le=366 * 86400)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Authority(_Table):
    """A timestamping authority (RFC 3161), and what is asked of its tokens."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    url: _Address
    roots: tuple[bytes, ...]
    """Its root certificates and those between, in DER."""
    certificate: bytes | None = None
    subject: str | None = None
    policy: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)+$")] | None = None
    seconds: Annotated[float, Field(gt=0, le=300)] = 10


class WitnessAt(_Table):
    """A witness of the log, and where it is asked."""

    line: Annotated[str, Field(alias="key")]
    url: _Address
    seconds: Annotated[float, Field(gt=0, le=300)] = 10

    @property
    def key(self) -> Key:
        """Its public key."""
        return Key.read(self.line)


class _Timestamps(_Table):
    when_grown: _Seconds = 3600
    at_least: _Seconds = 86400
    authority: tuple[Authority, ...] = ()


class _Witnesses(_Table):
    quorum: Annotated[int, Field(ge=0, le=100)] = 0
    witness: tuple[WitnessAt, ...] = ()


class Outside(_Table):
    """Everybody outside who vouches for the log."""

    timestamps: _Timestamps = _Timestamps()
    witnesses: _Witnesses = _Witnesses()

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """The timestamping authorities."""
        return self.timestamps.authority

    @property
    def roots(self) -> list[bytes]:
        """The root certificates of all authorities, and those between, in DER."""
        return [one for authority in self.authorities for one in authority.roots]

    @property
    def keys(self) -> list[Key]:
        """The public keys of the witnesses."""
        return [one.key for one in self.witnesses.witness]


def read_outside(path: Path) -> Outside:
    """Return who vouches for the log; nobody where there is no file. Raises SettingsRefused."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Outside()
    except (OSError, ValueError) as error:
        raise SettingsRefused(f"{path} cannot be read: {error}") from None
    try:
        stamping = said.get("timestamps")
        for authority in stamping.get("authority", ()) if isinstance(stamping, dict) else ():
            _read_certificates(path.parent, authority)
        outside = Outside.model_validate(said)
        keys = outside.keys
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        why = str(first["msg"]).removeprefix("Value error, ")
        if first["type"] == "string_pattern_mismatch":
            why = f"should be written {how_written(first['ctx']['pattern'])}"
        raise SettingsRefused(f"{path}: {where}: {why}") from None
    except (OSError, Unreadable, AttributeError, TypeError) as error:
        raise SettingsRefused(f"{path}: {error}") from None
    names = [authority.name for authority in outside.authorities]
    if len(set(names)) < len(names):
        raise SettingsRefused(f"{path}: two timestamping authorities have the same name")
    if any(key.algorithm != COSIGNATURE for key in keys) or len({key.public_key for key in keys}) < len(keys):
        raise SettingsRefused(f"{path}: each witness has a key of its own, of a witness's type, as it shows it")
    if outside.witnesses.quorum > len(keys):
        raise SettingsRefused(f"{path}: the quorum is larger than the number of witnesses")
    return outside


def _read_certificates(folder: Path, authority: dict[str, Any]) -> None:
    """Put certificates in the place of the names of their files."""
    authority["roots"] = certificates((folder / str(authority.get("roots", "roots.pem"))).read_bytes())
    if "certificate" in authority:
        [authority["certificate"]] = certificates((folder / str(authority["certificate"])).read_bytes())
