"""The page on which a bundle of evidence is put together: chosen for what, looked through, and then downloaded.

What will be in and what will be left out, with its grounds, is shown before anything is made or recorded. The form is
sent by POST, so that no address names a person, a recipient or a ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathNumber
from starlette.responses import Response

from api.bundle_orders import BundleOrder, order_of, redactions_of
from api.bundles import BundleAnswer, again_answer, bundle_answer, zip_answer
from api.bundling import MAY_MAKE, look_at
from api.pages.fields_shown import name_of
from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile
from api.pages.sent import TheTyped
from api.people import Person
from api.wiring import TheWiring
from ledger.entry import Recorded
from ledger.errors import NotSigned
from ledger.refusals import Denied, Fault, Invalid
from ledger.subjects.records import EvidenceBundleIssued
from projections.answering.answers import NotReady
from projections.bundle.archive import runs
from projections.bundle.errors import NotTheSame
from projections.bundle.purposes import NARROWINGS, PURPOSES, Purpose, purpose_named

router = APIRouter(include_in_schema=False)
_Typed = Annotated[str, Query(max_length=200)]


def purposes_of(person: Person) -> list[Purpose]:
    """Return the purposes for which this person may have a bundle made."""
    return [purpose for name, purpose in PURPOSES.items() if person.has(*MAY_MAKE[name])]


@router.get("/contracts/{reference}/bundle")
def choose(
    request: Request, file: TheFile, wiring: TheWiring, purpose: _Typed = "",
    withhold: Annotated[list[str] | None, Query()] = None,
) -> Response:  # fmt: skip
    """Choose the purpose, and see what will be in and what not. Raises Denied for whoever makes no bundles."""
    return _looked_through(request, file, wiring, _asked(purpose, withhold or []))


@router.post("/contracts/{reference}/bundle")
def download(request: Request, file: TheFile, wiring: TheWiring, typed: TheTyped) -> Response:
    """See what will be in a bundle about a person, or with words left out; or make it and answer it as a ZIP.

    With a recipient it is issued, which is recorded on the file. What is wrong is said at its field, with all that was
    typed kept. Raises Denied.
    """
    asked = _asked(
        typed.get("purpose"), typed.all("withhold"), typed.get("subject"), typed.get("redact"), typed.get("bates"),
        typed.get("recipient"),
    )  # fmt: skip
    how = typed.get("how")
    if how not in ("draft", "issue"):
        return _looked_through(request, file, wiring, asked)
    try:
        if how == "issue" and not asked["recipient"].strip():
            raise Invalid([Fault("recipient", "is missing: say whom the bundle is issued to")])
        order = _order(file, asked if how == "issue" else asked | {"recipient": ""})
        return zip_answer(wiring, file.person, file.reference, order)
    except Invalid as error:
        return _looked_through(request, file, wiring, asked, error.faults)
    except NotReady as error:
        return _looked_through(request, file, wiring, asked, busy=f"nothing was made: {error}")


@router.post("/contracts/{reference}/bundle/{position}")
def download_again(
    request: Request, file: TheFile, wiring: TheWiring, position: Annotated[int, PathNumber(ge=1, le=10**9)],
    typed: TheTyped,
) -> Response:  # fmt: skip
    """Make a bundle that was issued again and answer it as a ZIP, the same bytes; nothing is recorded.

    Raises Denied, NotOnFile.
    """
    subject = typed.get("subject").strip()[:200] or None
    try:
        return again_answer(wiring, file.person, file.reference, position, subject)
    except Invalid as error:
        why = "; ".join(f"{_NAMES['person']} {fault.why}" for fault in error.faults)
    except (NotTheSame, NotReady) as error:
        why = str(error)
    return _looked_through(request, file, wiring, _asked("", []), busy=f"that bundle is not made again: {why}")


def _asked(
    purpose: str, withhold: list[str], subject: str = "", redact: str = "", bates: str = "", recipient: str = ""
) -> dict[str, Any]:  # fmt: skip
    """What was typed."""
    return {
        "purpose": purpose, "subject": subject, "redact": redact, "withhold": withhold, "bates": bates,
        "recipient": recipient,
    }  # fmt: skip


def _looked_through(
    request: Request, file: OneFile, wiring: TheWiring, asked: dict[str, Any], faults: Sequence[Fault] = (),
    busy: str = "",
) -> Response:  # fmt: skip
    """The page, with what will be in the bundle, and with what is wrong with what was asked for."""
    offered = purposes_of(file.person)
    if not offered:
        raise Denied("bundles of evidence are Legal Services' to make; an auditor makes the auditor's")
    asked["purpose"] = asked["purpose"] or offered[0].name
    answer: BundleAnswer | None = None
    unsigned = None
    try:
        if asked["purpose"] != "subject-access" or asked["subject"].strip() or asked["recipient"]:
            looked = _order(file, asked | {"recipient": "", "bates": ""})
            answer = bundle_answer(look_at(wiring, file.person, file.reference, looked))
    except Invalid as error:
        faults = [*error.faults, *(fault for fault in faults if fault not in error.faults)]
    except NotSigned as error:
        unsigned = str(error)
    wrong = _at_inputs(faults, asked)
    errors = [{"text": said, "href": f"#{_FIRST[name]}"} for name, told in wrong.items() for said in told]
    errors += [{"text": f"{busy[:1].upper()}{busy[1:]}"}] if busy else []
    return page(
        request, "bundle.html", file=file, part="bundle", purposes=offered, asked=asked, answer=answer, wrong=wrong,
        unsigned=unsigned, narrowings=NARROWINGS, groups=_groups(answer) if answer else [], runs=runs, errors=errors,
        may_issue=not file.person.has("auditor"), issued=_issued(file), status=503 if busy else 400 if wrong else 200,
    )  # fmt: skip


def _order(file: OneFile, asked: dict[str, Any]) -> BundleOrder:
    """The order that a form makes, at the page's two times. Raises Invalid."""
    body: dict[str, Any] = {"purpose": asked["purpose"], "withhold": asked["withhold"]}
    body["redact"] = [_by_its_name(file, one) for one in redactions_of(line for _, line in _lines(asked["redact"]))]
    given = {"person": asked["subject"], "recipient": asked["recipient"], "bates": asked["bates"]}
    body |= {name: value.strip() for name, value in given.items() if value.strip()}
    if file.times.as_at is not None:
        body["as_at"] = file.times.as_at.isoformat()
    if file.times.known is not None:
        body["known_at"] = str(file.times.known)
    return order_of(body)


def _by_its_name(file: OneFile, redaction: dict[str, object]) -> dict[str, object]:
    """The redaction, with the field that the pages call so: "What was wrong" is `nature`. Else as it was typed."""
    held = file.reading.view.file.at(int(str(redaction["position"])))
    said, dot, rest = str(redaction["field"]).partition(".")
    fields = type(held.entry).model_fields if held else ()
    meant = next((name for name in fields if name_of(name).casefold() == said.casefold()), said)
    return redaction | {"field": f"{meant}{dot}{rest}"}


_THERE = "what can be redacted of it is "


def _in_its_names(why: str) -> str:
    """What is wrong with a redaction, with the fields there are called as the pages call them."""
    before, there, fields = why.partition(_THERE)
    called = (f"{name_of(name)}{dot}{rest}" for name, dot, rest in (one.partition(".") for one in fields.split(", ")))
    return f"{before}{there}{', '.join(called)}" if there else why


def _lines(redact: str) -> list[tuple[int, str]]:
    """Each redaction that was typed, with the number of its line."""
    return [(number, line) for number, line in enumerate(redact.splitlines(), 1) if line.strip()]


# --- what is wrong ----------------------------------------------------------------------------------------------------

_NAMES = {
    "purpose": "The purpose", "withhold": "What is withheld besides", "person": "Who asks",
    "redact": "What is redacted", "bates": "The prefix of the load file", "recipient": "Whom it is issued to",
    "as_at": "The day asked about", "known_at": "What was known",
}  # fmt: skip
_INPUTS = {"person": "subject", **{name: name for name in ("withhold", "redact", "bates", "recipient")}}
_FIRST = {
    "purpose": f"purpose-{next(iter(PURPOSES))}", "withhold": f"withhold-{NARROWINGS[0]}",
    **{name: name for name in ("subject", "redact", "bates", "recipient")},
}  # fmt: skip
"""The input that is gone to from what the summary says of a field."""


def _at_inputs(faults: Sequence[Fault], asked: dict[str, Any]) -> dict[str, list[str]]:
    """What is wrong, by the name of the input, in sentences; of a redaction with the line it stands in."""
    lines = [number for number, _ in _lines(asked["redact"])]
    wrong: dict[str, list[str]] = {}
    for fault in faults:
        name, _, rest = fault.field.removeprefix("query.").partition(".")
        which = rest.partition(".")[0]
        named = _NAMES.get(name, _NAMES["purpose"])
        if name == "redact" and which.isdecimal() and int(which) < len(lines):
            named = f"Line {lines[int(which)]}"
        wrong.setdefault(_INPUTS.get(name, "purpose"), []).append(f"{named} {_in_its_names(fault.why)}")
    return wrong


def _issued(file: OneFile) -> list[tuple[Recorded, EvidenceBundleIssued]]:
    """The bundles issued from here that this person may have made again, the newest first."""
    found = []
    for recorded in reversed(file.reading.view.file.known):
        entry = recorded.entry
        if isinstance(entry, EvidenceBundleIssued) and entry.exhibits:
            purpose = purpose_named(entry.purpose)
            if purpose is not None and file.person.has(*MAY_MAKE[purpose.name]):
                found.append((recorded, entry))
    return found


def _groups(answer: BundleAnswer) -> list[tuple[str, list[int]]]:
    """What is left out, by ground."""
    grounds: dict[str, list[int]] = {}
    for one in answer.withheld:
        grounds.setdefault(one.ground, []).append(one.position)
    return list(grounds.items())
