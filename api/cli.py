"""The command line: cleartrail.

Exit codes: 0 done; 1 refused, with one line that says why; 2 the command was not written right, or a setting cannot be;
3 the database is away; 4 an import went through and refused some of its records; 5 what was verified is nowhere
contradicted, and not all of it is proved.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typer
from typer.exceptions import TyperException

from api.commands import (
    auditing,
    bought,
    bundling,
    exits,
    foreseeing,
    imports,
    keeping,
    looking,
    losing,
    people,
    planned,
    procedures,
    programmes,
    recording,
    reporting,
    running,
    signing,
    vault,
    verifying,
    witnessing,
)
from api.commands.wired import EXIT_DATABASE_AWAY, EXIT_REFUSED, EXIT_USAGE
from api.problems import problem_of
from ledger.auditing import LedgerAltered
from ledger.errors import DatabaseAway, NoKeys
from ledger.refusals import Objected
from ledger.rules import ASKED
from ledger.store.binaries import NoServerPrograms
from ledger.store.database_settings import SettingsRefused
from ledger.store.embedded import EmbeddedServerFailed
from ledger.store.schema import SchemaRefused

app = typer.Typer(
    name="cleartrail", help="The contract file that cannot be edited.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
    epilog="Exit codes: 0 done, 1 refused, 2 usage or settings, 3 the database is away, "
    "4 some records of an import refused, 5 not everything proved. Settings: "
    "CLEARTRAIL_DATABASE_URL, CLEARTRAIL_DATA_DIR, CLEARTRAIL_KEYS_FOLDER, CLEARTRAIL_SCHEMA, CLEARTRAIL_HOST, "
    "CLEARTRAIL_PORT, CLEARTRAIL_PROCEDURES, CLEARTRAIL_PROCEDURE.",
)  # fmt: skip
_COMMANDS: dict[str, Callable[..., None]] = {
    "serve": running.serve,
    "demo": running.demo,
    "record": recording.record,
    "import": imports.import_,
    "export": imports.export,
    "show": looking.show,
    "timeline": looking.timeline,
    "failings": looking.failings,
    "readiness": looking.readiness,
    "disputes": looking.disputes,
    "what-if": foreseeing.what_if,
    "draft": foreseeing.draft,
    "duties": looking.duties,
    "points": looking.points,
    "briefing": bought.briefing,
    "procurement": bought.procurement,
    "documents": bought.documents,
    "outcomes": planned.outcomes,
    "plan": planned.plan,
    "resources": planned.resources,
    "performance": keeping.performance,
    "obligations": keeping.obligations,
    "toolkit": keeping.toolkit,
    "compliance": keeping.compliance,
    "compare": reporting.compare,
    "report": reporting.report,
    "exit": exits.leaving,
    "provider": exits.provider,
    "programme": programmes.programme,
    "take-on-plan": programmes.take_on_plan,
    "status": running.status,
    "open-ledger": running.open_ledger,
    "migrate": running.migrate,
    "rebuild": running.rebuild,
    "subject-access": people.subject_access,
    "erase-again": vault.erase_again,
    "rotate-wrapping-key": vault.rotate_wrapping_key,
    "audit": auditing.audit,
    "bundle": bundling.bundle,
    "prove": verifying.prove,
    "verify": verifying.verify,
    "export-log": verifying.export_log,
    "witness": witnessing.witness,
    "signing-key": signing.signing_key,
    "rotate-key": signing.rotate_key,
    "timestamp": signing.timestamp,
    "explain-loss": losing.explain_loss,
    "sign-on": losing.sign_on,
    "token": running.token,
    "tokens": running.tokens,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)
app.add_typer(procedures.app, name="procedure")


@cache
def _commands() -> typer.core.TyperGroup:
    """Every command, put together once in a process: it takes a tenth of a second, more than most commands do."""
    return typer.main.get_group(app)


def main() -> None:
    """Run the command and end the process with its exit code."""
    try:
        sys.exit(_commands()(sys.argv[1:] or ["--help"], standalone_mode=False))
    except TyperException as error:
        _say(f"{error.format_message()} (cleartrail --help says how it is written)")
        sys.exit(EXIT_USAGE)
    except LedgerAltered as error:
        _say(str(error))
        sys.exit(EXIT_REFUSED)
    except (SettingsRefused, SchemaRefused, NoKeys) as error:
        _say(str(error))
        sys.exit(EXIT_USAGE)
    except (DatabaseAway, EmbeddedServerFailed, NoServerPrograms) as error:
        _say(str(error))
        sys.exit(EXIT_DATABASE_AWAY)
    except KeyboardInterrupt:
        sys.exit(130)
    except Objected as error:
        asked = "; ".join(f"{o.rule}: {o.found}" for o in error.objections if o.level in ASKED)
        _say(f"not recorded, procedure was not kept: {asked}. Add each rule to departures, or --acknowledge-all")
        sys.exit(EXIT_REFUSED)
    except Exception as error:  # noqa: BLE001  # the last place: one line, no traceback
        logging.disable()  # what it says is said here, in one line
        problem = problem_of(error)
        logging.disable(logging.NOTSET)
        _say(_where(error) if problem.name == "internal" else _for_the_command(problem.detail))
        sys.exit(EXIT_REFUSED)


def _for_the_command(detail: str) -> str:
    """A problem as whoever types commands is told it: options instead of parameters, and no addresses."""
    said = re.sub(r"^query\.(\w+)", lambda named: "--" + named[1].replace("_", "-"), detail)
    return said.partition("; GET /api")[0]


def _where(error: Exception) -> str:
    """What went wrong that nobody expected: what and where, not its message, which may hold words."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}, line {frame.lineno}"
    return f"something went wrong in Cleartrail itself: {type(error).__name__} in {where}"


def _say(what: str) -> None:
    sys.stderr.write("cleartrail: " + " ".join(what.split()) + "\n")


if __name__ == "__main__":
    main()
