"""What no longer holds in the case for ending a contract, put before Legal Services: as JSON, and as an Atom feed.

The feed is Atom (RFC 4287). Each alarm is one `entry` whose `id` never changes: tag:<origin>,<year>:<file>:<alarm id>
(RFC 4151), `updated` the time the entry that raised it was recorded, `title` what no longer holds, `summary` what was
relied on and what is shown now, `link` the entry's page.
"""

from __future__ import annotations

from datetime import UTC
from typing import Annotated
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheReading
from api.lists import AcrossFiles
from api.named_positions import positions_in
from api.people import ALARM_READERS, Person
from api.read import Cursor, Limit
from api.seen import eyes_of
from api.shown import Answered
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.refusals import Denied
from projections.alarms import Alarm

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["lists"])
ATOM = "http://www.w3.org/2005/Atom"
FEED_LENGTH = 50
register_namespace("", ATOM)


class AlarmRow(Answered):
    """One alarm among those of all contracts."""

    file: str
    title: str
    alarm: Alarm


class AlarmsAnswer(AcrossFiles):
    """What no longer holds in the cases for ending contracts, the newest first."""

    alarms: list[AlarmRow]


class AlarmsOfFileAnswer(OfWhatIsSeen):
    """What no longer holds in the case for ending one contract, the newest first."""

    alarms: list[Alarm]


def alarms_answer(wiring: Wiring, person: Person, cursor: str | None = None, limit: int = 100) -> AlarmsAnswer:
    """Return one page of the alarms of all contracts. Raises Denied, NotReady."""
    if not person.has(*ALARM_READERS):
        raise Denied("alarms are put before Legal Services; the county manager and auditors read them too")
    page = wiring.reader.alarms(after=cursor, limit=limit, eyes=eyes_of(person, wiring.book.today))
    rows = [AlarmRow(file=held.reference, title=held.title, alarm=held.alarm) for held in page.items]
    given = [(wiring.book.file_id(row.file), position) for row in rows for position in positions_in(row.alarm)]
    wiring.book.opened.note(person.as_reader(), given)
    simulated = wiring.book.clock == "simulated"
    return AlarmsAnswer(log_size=page.basis.log_size, simulated=simulated, next=page.next, alarms=rows)


@router.get("/alarms", summary="What no longer holds, on all contracts")
def alarms(wiring: TheWiring, person: ThePerson, cursor: Cursor = None, limit: Limit = 100) -> AlarmsAnswer:
    """Answer each late entry, correction or dispute that took away what a case for ending a contract rests on."""
    return alarms_answer(wiring, person, cursor, limit)


@router.get("/alarms.atom", summary="What no longer holds, as a feed", response_class=Response)
def feed(
    wiring: TheWiring, person: ThePerson, request: Request,
    limit: Annotated[int, Query(ge=1, le=FEED_LENGTH, description="How many, the newest first.")] = FEED_LENGTH,
) -> Response:  # fmt: skip
    """Answer the newest alarms as Atom (RFC 4287)."""
    answer = alarms_answer(wiring, person, None, limit)
    origin, base = wiring.book.store.settings.origin, str(request.base_url).rstrip("/")
    authority, year = origin.partition("/")[0], wiring.book.genesis.happened_on.year
    root = Element(f"{{{ATOM}}}feed")
    _say(root, "id", f"tag:{authority},{year}:{origin}:alarms")
    _say(root, "title", "What no longer holds in cases for ending a contract")
    newest = max((row.alarm.recorded_at for row in answer.alarms), default=wiring.book.store.settings.opened_at)
    _say(root, "updated", newest.astimezone(UTC).isoformat())
    SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": f"{base}/api/v1/alarms.atom"})
    SubElement(_element(root, "author"), f"{{{ATOM}}}name").text = wiring.book.genesis.authority
    for row in answer.alarms:
        entry = _element(root, "entry")
        _say(entry, "id", f"tag:{authority},{year}:{quote(row.file, safe='')}:{quote(row.alarm.id, safe='')}")
        _say(entry, "title", f"{row.file}: {row.alarm.sentence}")
        _say(entry, "updated", row.alarm.recorded_at.astimezone(UTC).isoformat())
        page = f"{base}/contracts/{quote(row.file, safe='')}/entries/{row.alarm.position}"
        SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": page})
        _say(entry, "summary", f"Relied on then: {row.alarm.relied_on} Now: {row.alarm.now}")
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")
    return Response(body, media_type="application/atom+xml", headers={"Cache-Control": "private, no-cache"})


def _element(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{ATOM}}}{name}")


def _say(parent: Element, name: str, text: str) -> None:
    _element(parent, name).text = text


@router.get("/contracts/{reference}/alarms", summary="What no longer holds", response_model=AlarmsOfFileAnswer)
def alarms_of_file(reading: TheReading) -> AlarmsOfFileAnswer:
    """Answer what an entry took away from the case for ending this contract, with what was relied on then."""
    raised = reading.alarms()
    return AlarmsOfFileAnswer(**of_what_is_seen(reading), alarms=raised)
