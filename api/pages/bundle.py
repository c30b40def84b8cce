"""The page on which a bundle of evidence is put together: chosen for what, looked through, and then downloaded.

What will be in and what will be left out, with its grounds, is shown before anything is made or recorded. The form is
sent by POST, so that no address names a person, a recipient or a ground.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.bundles import BundleAnswer, bundle_answer, order_of, zip_answer
from api.bundling import MAY_MAKE, BundleOrder, look_at, redaction_of
from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile
from api.pages.sent import TheTyped
from api.people import Person
from api.wiring import TheWiring
from ledger.errors import NotSigned
from ledger.refusals import Denied, Fault, Invalid
from projections.bundle.archive import runs
from projections.bundle.purposes import NARROWINGS, PURPOSES, Purpose

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

    With a recipient it is issued, which is recorded on the file. Raises Denied, Invalid.
    """
    asked = _asked(typed.get("purpose"), typed.all("withhold"), typed.get("subject"), typed.get("redact"))
    how = typed.get("how")
    if how == "look":
        return _looked_through(request, file, wiring, asked)
    asked |= {"bates": typed.get("bates"), "recipient": typed.get("recipient") if how == "issue" else ""}
    if how == "issue" and not asked["recipient"].strip():
        raise Invalid([Fault("recipient", "is missing: whom the bundle is issued to")])
    return zip_answer(wiring, file.person, file.reference, _order(file, asked))


def _asked(purpose: str, withhold: list[str], subject: str = "", redact: str = "") -> dict[str, Any]:
    """What was typed, within what an input of the page takes. Raises Invalid."""
    longest = {"purpose": (purpose, 200), "subject": (subject, 200), "redact": (redact, 4000)}
    wrong = [
        Fault(name, f"has at most {most} characters") for name, (said, most) in longest.items() if len(said) > most
    ]
    if wrong:
        raise Invalid(wrong)
    return {"purpose": purpose, "subject": subject, "redact": redact, "withhold": withhold}


def _looked_through(request: Request, file: OneFile, wiring: TheWiring, asked: dict[str, Any]) -> Response:
    """The page, with what will be in the bundle."""
    offered = purposes_of(file.person)
    if not offered:
        raise Denied("bundles of evidence are Legal Services' to make; an auditor makes the auditor's")
    asked["purpose"] = asked["purpose"] or offered[0].name
    answer: BundleAnswer | None = None
    wrong: dict[str, str] = {}
    unsigned = None
    try:
        if asked["purpose"] != "subject-access" or asked["subject"].strip():
            answer = bundle_answer(look_at(wiring, file.person, file.reference, _order(file, asked)))
    except Invalid as error:
        wrong = {_input(fault.field): fault.why for fault in error.faults}
    except NotSigned as error:
        unsigned = str(error)
    return page(
        request, "bundle.html", file=file, part="bundle", purposes=offered, asked=asked, answer=answer, wrong=wrong,
        unsigned=unsigned, narrowings=NARROWINGS, groups=_groups(answer) if answer else [], runs=runs,
        may_issue=not file.person.has("auditor"), status=400 if wrong else 200,
    )  # fmt: skip


def _order(file: OneFile, asked: dict[str, Any]) -> BundleOrder:
    """The order that a form makes, at the page's two times. Raises Invalid."""
    body: dict[str, Any] = {"purpose": asked["purpose"], "withhold": asked["withhold"]}
    body["redact"] = [redaction_of(line) for line in asked["redact"].splitlines() if line.strip()]
    given = {"person": asked["subject"], "recipient": asked.get("recipient", ""), "bates": asked.get("bates", "")}
    body |= {name: value.strip() for name, value in given.items() if value.strip()}
    if file.times.as_at is not None:
        body["as_at"] = file.times.as_at.isoformat()
    if file.times.known is not None:
        body["known_at"] = str(file.times.known)
    return order_of(body)


def _input(field: str) -> str:
    """The input of the form that a fault is about."""
    name = field.partition(".")[0].removeprefix("query")
    return {"person": "subject", "withhold": "withhold", "redact": "redact"}.get(name, "purpose")


def _groups(answer: BundleAnswer) -> list[tuple[str, list[int]]]:
    """What is left out, by ground."""
    grounds: dict[str, list[int]] = {}
    for one in answer.withheld:
        grounds.setdefault(one.ground, []).append(one.position)
    return list(grounds.items())
