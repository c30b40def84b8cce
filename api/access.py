"""Who is asking, and what they may record: decided from roles and from the file itself.

Who somebody is comes from a token, or, in a demonstration, from a choice of people. Access looks at who records and at
nothing else; who did what is recorded, `by`, may be anybody. What somebody may read is in api/sight.py. docs/adr/0041.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request

from api.errors import NotSignedIn
from api.people import DEMO_PEOPLE, Person, Role
from api.tokens import Tokens
from ledger.book import AUTHORITY
from ledger.entry import Entry
from ledger.judgement import Act
from ledger.kinds import BY_NAME
from ledger.names import same_name
from ledger.refusals import Denied, Fault, Invalid
from ledger.subjects.adoption import ProcedureAcknowledged
from ledger.subjects.records import EntryCorrected
from ledger.subjects.retention import WordsErased

COOKIE = "cleartrail-person"
"""Cookie of the person chosen in a demonstration: a key of DEMO_PEOPLE."""
_UNCHANGING = ("GET", "HEAD", "OPTIONS")


# --- who is asking ----------------------------------------------------------------------------------------------------


def person_asking(request: Request, tokens: Tokens, *, demo: bool) -> Person:
    """Return who is asking. Raises NotSignedIn; Denied for a change that another site's page sent with our cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme:
        if scheme.lower() != "bearer" or not token.strip():
            raise NotSignedIn("the header should read Authorization: Bearer <token>")
        found = (DEMO_PEOPLE.get(token.strip().removeprefix("demo-")) if demo else None) or tokens.person(token.strip())
        if found is None:
            raise NotSignedIn("that token is not known, or was revoked" + _demo_hint(demo))
        return found
    chosen = DEMO_PEOPLE.get(request.cookies.get(COOKIE, "")) if demo else None
    if chosen is None:
        raise NotSignedIn("send the header Authorization: Bearer <token>" + _demo_hint(demo))
    if request.method not in _UNCHANGING and not from_our_own_page(request):
        raise Denied("this change was sent by another site's page; send it from this one, or with a token")
    return replace(chosen, by_cookie=True)


def _demo_hint(demo: bool) -> str:
    return f"; in this demonstration: Bearer demo-<person>, one of {', '.join(DEMO_PEOPLE)}" if demo else ""


def from_our_own_page(request: Request) -> bool:
    """Return whether a browser says that the request comes from this very site (Fetch Metadata; else Origin)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


# --- what they may record ---------------------------------------------------------------------------------------------

_Allowed = Callable[[Entry], str | None]
"""From an entry to why a provider may not record it; None where it may."""


def _anything(entry: Entry) -> str | None:
    return None


def _of_the_provider(entry: Entry) -> str | None:
    if getattr(entry, "served_by_party", None) != "provider":
        return "a provider records the notices it serves: served_by_party should be provider"
    return None


def _claimed_by_the_provider(entry: Entry) -> str | None:
    if getattr(entry, "claimed_by", None) != "provider":
        return "a provider records the relief it claims: claimed_by should be provider"
    return None


def _signed_by_the_provider(entry: Entry) -> str | None:
    if getattr(entry, "party", None) != "provider":
        return "a provider signs for its own side: party should be provider"
    return None


def _recommended_by_the_provider(entry: Entry) -> str | None:
    if getattr(entry, "recommended_by_party", None) != "provider":
        return "a provider records the audit it recommends: recommended_by_party should be provider"
    return None


PROVIDER_MAY: Mapping[str, _Allowed] = {
    "provider-representations-received": _anything,
    "resolution-plan-proposed": _anything,
    "note-made": _anything,
    "contact-logged": _anything,
    "notice-served": _of_the_provider,
    "notice-receipt-confirmed": _anything,
    "points-disputed": _anything,
    "relief-claimed": _claimed_by_the_provider,
    "service-transfer-plan-submitted": _anything,
    "service-transfer-plan-signed": _signed_by_the_provider,
    "audit-recommended": _recommended_by_the_provider,
}
"""The kinds a provider may record on its own contracts."""

DELEGATE_MAY = (
    "note-made", "contact-logged", "conversation-summary-sent", "document-filed", "entry-supplemented", "issue-raised",
    "meeting-scheduled", "meeting-rescheduled", "meeting-cancelled", "meeting-held", "agenda-item-considered",
    "meeting-minutes-recorded", "meeting-minutes-circulated", "action-assigned", "action-completed",
    "performance-assessed", "data-return-received", "activity-recorded", "satisfaction-survey-received",
    "complaint-received", "compliment-received", "case-considered",
)  # fmt: skip
"""The kinds an officer of another body records, to whom management was delegated: the daily work, and no decision of
the authority's, no notice, no change of the deal (TVP-4.0-26)."""
OF_ITS_OWN = ("entry-corrected", "entry-struck-out")
"""What a provider may do besides, to what it recorded itself."""
ON_THE_AUTHORITY_FILE: tuple[Role, ...] = ("county-manager", "legal-services", "data-protection", "operator")
OF_ONESELF = ("procedure-acknowledged",)
"""What everybody of the authority records on its file, each for themselves (HCC-H-a)."""
RECLASSIFY: tuple[Role, ...] = ("legal-services", "operator")
"""Who decides what may be read, and so also who undoes, corrects or confirms such a decision."""

LIFT: tuple[Role, ...] = ("legal-services", "operator")
"""Who lifts a legal hold, which anybody may place (docs/adr/0107), and so also who undoes one."""

MANAGERS_DECIDE = ("departure-authorised", "departure-ratified", "departure-refused")
"""What managers decide and contracts support staff do not put on record for them: leave to depart from procedure."""

BY_ISSUING = "evidence-bundle-issued"
"""The kind that is recorded by issuing a bundle alone (api/bundling.py)."""
ERASE: tuple[Role, ...] = ("legal-services", "data-protection", "operator")
"""Who takes words away, and finds everything that is held about a person."""


READ_ACCESS_LOG: tuple[Role, ...] = ("legal-services", "auditor", "operator")
"""Who is shown who was given which entries; a Commissioner or Chief Executive looks as an auditor (docs/adr/0285)."""


def admitted(act: Act, person: Person, number: int = 0, *, issuing: bool = False) -> Act:
    """Return the act as this person may record it: what a provider sends is shared with it. Raises Denied, Invalid.

    `issuing` says that a bundle was made and is being issued: nothing else records that one was.

    What can be said only with the file in hand, api/recording.py says: whether it is the provider's own, whether what
    the entry is about may be seen, and whether it would undo a reclassification or a legal hold.
    """
    name = act.entry.kind.partition("/")[0]
    if person.has("auditor"):
        raise Denied("an auditor reads and never writes")
    if not person.roles:
        raise Denied(f"{person.account} has no role, so may not record")
    if person.is_provider:
        _check_departures(act, number)
        return replace(act, entry=_as_provider(act.entry, name, person, number))
    if person.has("delegate") and name not in DELEGATE_MAY:
        raise Denied(f"an officer of another body does not record {name}: that is for the authority's own people")
    if not issuing and BY_ISSUING in (name, _replaced_by(act.entry)):
        raise Denied(
            "that a bundle of evidence was issued is recorded by issuing it, and in no other way: the proof of issuing"
            " inside a bundle rests on that entry; have one made with a recipient"
        )
    if person.only_supports and {name, _replaced_by(act.entry)} & {*MANAGERS_DECIDE}:
        raise Denied(
            "leave to depart from procedure is a manager's to give, and is recorded by one: the county manager, the"
            " lead officer or Legal Services; record a consultation or a note instead"
        )
    if act.file == AUTHORITY and not (person.has(*ON_THE_AUTHORITY_FILE) or _of_oneself(act.entry, person)):
        raise Denied(
            "only the county manager, Legal Services and the data protection officer record on the authority's own"
            " file; others acknowledge there, in their own name, the procedures they have read"
        )
    if name in ("words-erased", "file-disposed") and not person.has(*ERASE):
        raise Denied("only Legal Services and the data protection officer erase words or dispose of a file")
    if isinstance(act.entry, WordsErased) and act.entry.ground == "erased-before":
        raise Denied("that words were erased before is for the ledger itself to say; give the ground")
    if name == "hold-lifted" and not person.has(*LIFT):
        raise Denied("only Legal Services lift a legal hold: ask them, or record in a note why it is no longer needed")
    if name == "entry-reclassified" and not person.has(*RECLASSIFY):
        raise Denied("only Legal Services change who may read an entry or the privilege it is under")
    return act


def _of_oneself(entry: Entry, person: Person) -> bool:
    """Whether somebody acknowledges a procedure for themselves, in the name they are signed in under."""
    return isinstance(entry, ProcedureAcknowledged) and same_name(entry.person, person.name)


def _replaced_by(entry: Entry) -> str | None:
    """The kind of entry that a correction puts in place of another."""
    return entry.replacement.kind.partition("/")[0] if isinstance(entry, EntryCorrected) else None


def _check_departures(act: Act, number: int) -> None:
    """A provider cites no authorisation of ours: what it was answered would tell it which there are."""
    faults = [
        Fault(f"departures.{n}.authorisation", "is the authority's own affair; leave it out", number)
        for n, acknowledged in enumerate(act.departures)
        if acknowledged.authorisation is not None
    ]
    if faults:
        raise Invalid(faults)


def _as_provider(entry: Entry, name: str, person: Person, number: int) -> Entry:
    allowed = PROVIDER_MAY.get(name, _anything if name in OF_ITS_OWN else None)
    if allowed is None:
        raise Denied(f"a provider does not record {name}; it records {', '.join(PROVIDER_MAY)}")
    why = allowed(entry)
    if why is not None:
        raise Denied(why)
    if entry.by is not None and entry.by.party != "provider":
        raise Denied('a provider records what its own side did: by.party should be "provider"')
    faults = []
    if "audience" in entry.model_fields_set and entry.audience != "shared":
        faults.append(Fault("audience", "what a provider records is shared between the parties; leave it out", number))
    if entry.protection != "open":
        faults.append(
            Fault("protection", "a provider's entry is open; claim confidence or privilege in its words", number)
        )
    if faults:
        raise Invalid(faults)
    shared: dict[str, Any] = {"audience": "shared"}
    if isinstance(entry, EntryCorrected):
        replaced = entry.replacement.kind.partition("/")[0]
        if replaced not in PROVIDER_MAY:
            raise Denied(f"a provider does not record {replaced}; it records {', '.join(PROVIDER_MAY)}")
        shared["replacement"] = _as_provider(entry.replacement, replaced, person, number)
    return entry.model_copy(update=shared)


def check_recorder(body: Mapping[str, Any], person: Person, number: int = 0) -> None:
    """Raise Denied or Invalid where a body says who records it: that is always the account signed in."""
    for field in ("recorded_by", "account"):
        if field not in body:
            continue
        said = body[field]
        account = said.get("account") if isinstance(said, dict) else said
        if account != person.account:
            raise Denied(
                f"{field}: you are signed in as {person.account} and cannot record under another account; "
                "leave it out, and say in `by` who did it"
            )
        raise Invalid([Fault(field, "is taken from who is signed in; leave it out", number)])


def may_read_access_log(person: Person) -> None:
    """Raise Denied for those to whom it is not shown who was given what."""
    if not person.has(*READ_ACCESS_LOG):
        raise Denied("who was given which entries is shown to auditors and to Legal Services: ask them what you need")


def may_file_documents(person: Person) -> None:
    """Raise Denied for those who never write."""
    if person.has("auditor") or not person.roles:
        raise Denied("an auditor reads and never writes")


def check_kinds() -> None:
    """Assert that the table names kinds there are: a renamed kind must not fall out of it in silence."""
    unknown = {*PROVIDER_MAY, *OF_ITS_OWN, *MANAGERS_DECIDE} - set(BY_NAME)
    assert not unknown, f"what somebody may or may not record names no kinds: {sorted(unknown)}"
