"""Recording through a form: what was typed becomes an act, is judged and recorded as everywhere else, and shown again
with what stands against it until it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from api.envelope import act_of
from api.errors import NothingNear
from api.pages.form import Form, acknowledged
from api.pages.form_fields import Option
from api.pages.form_made import read
from api.pages.sent import Sent
from api.recording import Asked, record
from api.shown import RecordedEntry
from api.wiring import Wiring
from ledger.entry import Entry
from ledger.errors import CommandErased, CommandReused, Conflict, TooLarge, UnknownDocument
from ledger.judgement import Act
from ledger.kinds import BY_NAME, RULES
from ledger.procedures import Procedure
from ledger.refusals import Denied, Fault, Invalid, Objected, Refused
from ledger.rules import Objection
from ledger.subjects.notices import NoticeServed
from projections.view import FileView

_AS_FOUND = "departure.acknowledged-as-found"


def recorded(
    wiring: Wiring, form: Form, sent: Sent, reference: str, view: FileView | None, procedure: Procedure,
    corrects: str | None,
) -> RecordedEntry | int:  # fmt: skip
    """Record what a form sent and return it; or have the form show what stands against it, and return the status."""
    act = _act(form, sent, reference, corrects)
    if act is None:
        return 422
    if _reasons_missing(form, procedure):
        _object(form, wiring, act, view)
        return 422
    try:
        form.told = _to_be_told(wiring, form, act)
        if form.told:
            _object(form, wiring, act, view)
            return 422
        return _record(wiring, form, act)
    except Objected as error:
        form.objected(error.objections, _authorisations(view))
    except Refused as error:
        form.refusals = list(error.objections)
        return 409 if error.objections[0].rule == "file.opened-once" else 422
    except Invalid as error:
        form.wrong(error.faults)
    except UnknownDocument:
        form.wrong([Fault("exhibits", "names a document that is not filed; choose it again")])
    except (Denied, NothingNear) as error:
        form.wrong([Fault("", f"{error}")])
        return 403
    except TooLarge as error:
        form.wrong([Fault("", f"it is too large: {error}")])
        return 413
    except Conflict:
        form.wrong([Fault("", "somebody else wrote to the file at the same time; send the form again")])
        return 409
    except CommandErased:
        form.key = uuid4().hex
        form.wrong(
            [
                Fault(
                    "", "this form was recorded once already, and words of it have been erased since; to record a "
                    "second entry, send it again",
                )
            ]
        )  # fmt: skip
        return 409
    except CommandReused:
        form.key = uuid4().hex
        form.wrong(
            [
                Fault(
                    "", "this form was recorded once already, with other words; to record a second entry, send it again"
                )
            ]
        )
        return 409
    return 422


def _to_be_told(wiring: Wiring, form: Form, act: Act) -> str:
    """What the file would say of a notice that is not shown to be validly served, where it was not said yet."""
    if not isinstance(act.entry, NoticeServed) or act.entry.notice_kind == "court-document":
        return ""
    judged = Asked(check=True, acknowledge_all=True)
    [entry] = record(wiring.book, wiring.documents, [replace(act, departures=())], form.person, judged).entries
    worked = entry.entry.get("worked") or {}
    said = "" if worked.get("valid") is True else str(worked.get("sentence", ""))
    return "" if said == form.typed.get("_told") else said


def _record(wiring: Wiring, form: Form, act: Act) -> RecordedEntry:
    def tried(these: Act) -> RecordedEntry:
        [entry] = record(wiring.book, wiring.documents, [these], form.person, Asked(key=form.key)).entries
        return entry

    try:
        return tried(act)
    except Refused as error:
        if all(objection.rule != _AS_FOUND for objection in error.objections):
            raise
    # The entry was changed since a rule stood against it: what no longer stands is no longer acknowledged.
    found = {objection.rule for objection in _objections(wiring, form, act)}
    return tried(replace(act, departures=tuple(said for said in act.departures if said.rule in found)))


def _act(form: Form, sent: Sent, reference: str, corrects: str | None) -> Act | None:
    """The act that was typed; None where it is not well formed, which the form then shows."""
    understood = read(form)
    faults = [*sent.faults, *understood.faults]
    body: dict[str, Any] = {**understood.body, "departures": _departures(form)}
    if corrects is not None:
        inner = _of_one(form, body.get("replacement", {}), reference, BY_NAME[corrects], "replacement.")
        faults += [fault for fault in inner if not _within(form, fault, faults)]
        body["replacement"] = {**body.get("replacement", {}), "kind": corrects}
    try:
        act = act_of(body, form.person, file=reference, kind=BY_NAME[form.name])
    except Invalid as error:
        rest = [fault for fault in error.faults if not (corrects is not None and fault.field.startswith("replacement"))]
        faults += [fault for fault in rest if not _within(form, fault, faults)]
        act = None
    if faults:
        form.wrong(faults)
        return None
    return act


def _of_one(form: Form, body: Mapping[str, Any], reference: str, kind: type[Entry], under: str) -> list[Fault]:
    try:
        act_of(dict(body), form.person, file=reference, kind=kind)
    except Invalid as error:
        return [replace(fault, field=f"{under}{fault.field}") for fault in error.faults]
    return []


def _within(form: Form, fault: Fault, others: list[Fault]) -> bool:
    """Whether something is said of that field already: a day that cannot be read is not also missing."""
    place = form.place(fault.field)
    return any(fault.field == other.field or (place and place == form.place(other.field)) for other in others)


def _departures(form: Form) -> list[dict[str, str]]:
    return [
        {"rule": rule} | {name: text for name, text in said.items() if name != "yes"}
        for rule, said in acknowledged(form.typed) if "yes" in said
    ]  # fmt: skip


def _reasons_missing(form: Form, procedure: Procedure) -> bool:
    """Whether a departure that asks for a reason was ticked without one; the form then asks for it."""
    explained = {rule.id for rule in RULES if procedure.ruling(rule)[0] == "explain"}
    return any(
        rule in explained and "yes" in said and "reason" not in said for rule, said in acknowledged(form.typed)
    )  # fmt: skip


def _objections(wiring: Wiring, form: Form, act: Act) -> tuple[Objection, ...]:
    try:
        record(wiring.book, wiring.documents, [replace(act, departures=())], form.person, Asked(check=True))
    except Objected as error:
        return error.objections
    except Refused as error:
        form.refusals = list(error.objections)
    return ()


def _object(form: Form, wiring: Wiring, act: Act, view: FileView | None) -> None:
    form.objected(_objections(wiring, form, act), _authorisations(view))


def _authorisations(view: FileView | None) -> dict[str, tuple[Option, ...]]:
    """Rule -> the authorisations on file for departing from it."""
    found: dict[str, tuple[Option, ...]] = {}
    for given, authorisation in (view.file.records.authorisations if view else {}).items():
        text = f"{given}, given on {authorisation.on:%-d %B %Y}"
        found[authorisation.rule] = (*found.get(authorisation.rule, ()), Option(given, text))
    return found
