"""Procedures by name: those that come with the program, and the authority's own, in every version there is."""

from __future__ import annotations

from functools import cache

from ledger.procedures.folder import LAWS, LAYERS, ProcedureFile, own, own_folder, packaged
from ledger.procedures.procedure import Procedure
from ledger.procedures.reading import parse
from ledger.procedures.wrong import ProcedureError


def read(name: str) -> Procedure:
    """Return a procedure, packaged or the authority's own, by name ("hampshire": its newest version) or ref
    ("hampshire/1"). Raises ProcedureError."""
    return _read(name, own_folder())


@cache
def _read(name: str, folder: str) -> Procedure:
    bare, _, version = name.partition("/")
    there = {ref: procedure for ref, (procedure, _) in _all(bare, folder).items()}
    if not there:
        law = f"{bare!r} is a law, laid over whatever procedure a contract has, and none itself"
        wrong = law if bare in LAWS else f"no procedure {bare!r}"
        raise ProcedureError(f"{wrong}; there are: {', '.join(procedures())}")
    if version and name not in there:
        raise ProcedureError(f"no version {version} of procedure {bare!r}; there is {', '.join(there)}")
    return there[name] if version else max(there.values(), key=lambda procedure: procedure.version)


def not_here(ref: str) -> str | None:
    """Return in words that a procedure is not here, and what there is; None where it is here."""
    try:
        read(ref)
    except ProcedureError as error:
        return f"procedure {ref} is not installed here ({error})"
    return None


def installed(ref: str) -> ProcedureFile | None:
    """Return the file of a version ("hampshire/1"); None where there is none. Raises ProcedureError."""
    found = _all(ref.partition("/")[0], own_folder()).get(ref)
    return found[1] if found else None


def versions(name: str) -> list[Procedure]:
    """Return every version of a procedure there is, the newest first. Raises ProcedureError."""
    found = (procedure for procedure, _ in _all(name, own_folder()).values())
    return sorted(found, key=lambda procedure: procedure.version, reverse=True)


def procedures() -> list[str]:
    """Return the names of all procedures there are: packaged, and the authority's own. Raises ProcedureError."""
    return sorted({*shipped(), *(procedure.id for procedure, _ in _own(own_folder()).values())})


def shipped() -> list[str]:
    """Return the names of the packaged procedures."""
    return sorted(packaged().keys() - LAYERS)


def _all(name: str, folder: str) -> dict[str, tuple[Procedure, ProcedureFile]]:
    """Every version of one procedure, by its ref, with its file."""
    if name in shipped():
        procedure = _packaged(name)
        return {procedure.ref: (procedure, packaged()[name])}
    return {ref: found for ref, found in _own(folder).items() if found[0].id == name}


@cache
def _packaged(name: str) -> Procedure:
    return parse(packaged()[name].text, packaged()[name].name)


@cache
def _own(folder: str) -> dict[str, tuple[Procedure, ProcedureFile]]:
    """The authority's own procedures by ref, each with its file. Raises ProcedureError."""
    try:
        there = own(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise ProcedureError(f"the folder of procedures, {folder}, cannot be read: {error}") from None
    found: dict[str, tuple[Procedure, ProcedureFile]] = {}
    for file in there:
        procedure = parse(file.text, file.name)
        if procedure.id in packaged():
            raise ProcedureError(f"{file.name}: {procedure.id!r} comes with the program; give your own another id")
        if procedure.ref in found:
            raise ProcedureError(f"{file.name}: {procedure.ref} stands in {found[procedure.ref][1].name} already")
        found[procedure.ref] = (procedure, file)
    return found
