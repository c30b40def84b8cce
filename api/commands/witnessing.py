"""The command of a witness: somebody else's machine, which signs a ledger's checkpoints while that only grows."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from api.commands.wired import EXIT_REFUSED, out
from api.witness import create_witness
from ledger.log.signing import SigningKey
from ledger.log.witness import Witness, WitnessRefused, make_witness
from ledger.verify import Unreadable


def witness(
    folder: Annotated[Path, typer.Argument(help="Where the witness keeps its key and what it has signed.")],
    request: Annotated[
        Path | None, typer.Argument(help="A request as a file, as /log/consistency gives it; the signature is printed.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Make the witness, under this name, like witness.example.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Serve requests by HTTP on this port, until stopped.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to serve on.")] = "127.0.0.1",
) -> None:
    """Sign checkpoints of the logs whose public keys stand in FOLDER/logs, each only if that log has only grown.

    Without a request and without --port it shows the witness's own public key.
    """
    try:
        if name is not None:
            make_witness(folder, name)
        public = SigningKey.read(folder / "key").public
        one = Witness(folder, time.time)
        if request is not None:
            sys.stdout.write(one.add_checkpoint(request.read_bytes()).decode())
            return
    except WitnessRefused as error:
        sys.stderr.write(f"cleartrail: not signed: {error}\n")
        sys.exit(EXIT_REFUSED)
    except Unreadable as error:
        raise typer.BadParameter(str(error)) from None
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}") from None
    out().print(str(public), soft_wrap=True)
    if port is not None:
        uvicorn.run(create_witness(one), host=host, port=port, log_level="warning", server_header=False)
