"""The types of problem there are, each with its status, what it means and what to do; and the page that says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class ProblemType:
    """What a type of problem means, for the page that documents it."""

    status: int
    title: str
    means: str
    remedy: str


TYPES: Mapping[str, ProblemType] = {
    "malformed": ProblemType(
        400, "The request cannot be read",
        "What was sent is not JSON that everybody would read alike: it does not parse, a name stands twice in one "
        "object, a number is a fraction, NaN or beyond 53 bits, text holds NUL or half of a surrogate pair, or it is "
        "nested too deeply.",
        "Send UTF-8 JSON. Money is whole pence; other exact numbers are strings.",
    ),
    "not-signed-in": ProblemType(
        401, "You have not said who you are",
        "The request carries no token, or one that is not known.",
        "Send the header Authorization: Bearer <token>. `cleartrail token` makes one for a program; a demonstration "
        "accepts demo-<person>.",
    ),
    "denied": ProblemType(
        403, "You may not do that",
        "Who you are is known; your roles, or your place on this contract's file, do not allow it.",
        "Ask somebody who may. `by` says who did it and may be anybody; who enters it is always the account signed in.",
    ),
    "not-on-file": ProblemType(
        404, "There is no such thing on file",
        "No file, entry, kind, register or document of that name is there, or none that you may see.",
        "Look at the nearest names in the answer, or list what there is.",
    ),
    "no-such-address": ProblemType(
        404, "There is nothing at this address",
        "The path is not one of the interface's.",
        "The description of all paths is at /openapi.json.",
    ),
    "method-not-allowed": ProblemType(
        405, "This address does not take that method",
        "The path is right, the method is not. Nothing on record is ever changed or removed: no PATCH, no DELETE.",
        "The header Allow names the methods. To change what is on record, record a correction or strike an entry out.",
    ),
    "not-acceptable": ProblemType(
        406, "The answer cannot be had in that form",
        "The header Accept names no type that this address answers with.",
        "Leave Accept out, or name application/json.",
    ),
    "conflict": ProblemType(
        409, "Somebody else was first",
        "While the entry was being judged the file moved on, again and again; or what is done once was done already. "
        "Nothing was recorded.",
        "Read the file again and send the entry again.",
    ),
    "quarantined": ProblemType(
        409, "The file is set aside",
        "An entry of this file cannot be read, so its state cannot be told and nothing is added to it. Other files are "
        "not affected.",
        "Whoever runs Cleartrail must look: an entry was altered outside it, or was written by a newer version.",
    ),
    "precondition-failed": ProblemType(
        412, "The file is not where you left it",
        "The header If-Match names another position than the file is at. Nothing was recorded.",
        "Read the file again, decide again, and send the position it is at now.",
    ),
    "too-large": ProblemType(
        413, "It is too large",
        "A body may have 2 MB, a document 25 MB, one entry 1 MB, one text 20,000 characters.",
        "File what is long as a document (PUT /api/v1/documents) and cite it in `exhibits`. Split a long batch.",
    ),
    "unsupported-media-type": ProblemType(
        415, "This type of content is not taken here",
        "Entries are sent as application/json in UTF-8, without Content-Encoding. Documents need a media type of "
        "their own.",
        "Set the header Content-Type.",
    ),
    "invalid": ProblemType(
        422, "What was sent is not well formed",
        "Fields are missing, unknown, or not of their type: in an entry, or in what was asked. Nothing was recorded.",
        "`faults` names each field and what would be right. GET /api/v1/kinds/{kind} shows the schema of a kind of "
        "entry, /openapi.json what each address may be asked.",
    ),
    "contradiction": ProblemType(
        422, "The entry contradicts the file",
        "It names something that is not on the file, or cannot have happened as the file stands. Nothing was recorded.",
        "`objections` says what was found. If the file is wrong, correct the file.",
    ),
    "objections": ProblemType(
        422, "Procedure was not kept, and nobody has said so yet",
        "Rules of procedure stand against the entry. No rule refuses a fact: it is recorded once the departures are "
        "acknowledged.",
        "Send the same entry again with each rule in `departures`, as `to_record` shows, giving a reason, an "
        "authorisation on file (`authorisation`) or one only claimed (`claimed`). ?acknowledge=all "
        "acknowledges all without words.",
    ),
    "command-reused": ProblemType(
        422, "This Idempotency-Key was used for another request",
        "The key names a request that was recorded before, and this is not the same request.",
        "Use a new key for a new request. The same request under its own key can be sent again at any time.",
    ),
    "command-erased": ProblemType(
        410, "What was recorded under this Idempotency-Key has been erased since",
        "The key names a request that was recorded before. Words it recorded were erased, and what was kept of the "
        "request with them: nobody can tell any more whether this is the same one.",
        "It need not be sent again: it was recorded once. Use a new key for a new request.",
    ),
    "clock": ProblemType(
        422, "The time of recording cannot be that",
        "A real ledger takes the time from its database. A simulated ledger is told it, and its time never falls.",
        "Leave `recorded_at` out, or give a moment that is not before the ledger's clock.",
    ),
    "now-only": ProblemType(
        422, "This list answers now",
        "Lists across files show the present. The two times, as_at and known_at, are asked of one file or the report.",
        "Read the file itself: /api/v1/contracts/{reference} and what is under it take both times. For all contracts "
        "at a past moment ask for the report: /api/v1/report, /api/v1/report.csv, or `cleartrail report`.",
    ),
    "bundle-too-large": ProblemType(
        422, "The bundle is too large",
        "Drawing its pages, or packing it, takes more memory, time or bytes than is allowed. Nothing was recorded.",
        "Ask for the file as at an earlier day, or as known to an earlier log; or have it made on a machine with more "
        "memory, by cleartrail bundle.",
    ),
    "not-the-same": ProblemType(
        409, "That bundle cannot be had again",
        "What was issued is made again from the ledger, and given out only where it comes out byte for byte the same "
        "and all of it may still be given out. Nothing was recorded.",
        "Have a new bundle issued. `detail` says what stands against it.",
    ),
    "not-drafted": ProblemType(
        409, "Nothing is drafted",
        "A notice of termination is drafted only once the file shows a right to end the contract and every condition "
        "that nothing lifts.",
        "Each thing not shown is in `against`. Put it on file where it happened, or have it done.",
    ),
    "altered": ProblemType(
        500, "What is kept is not what was filed",
        "The bytes in the store do not have the digest they are filed under, or the log does not lead to the "
        "checkpoint that was signed over it. Neither bytes nor proof are given out.",
        "Whoever runs Cleartrail must look: the store was changed from outside.",
    ),
    "internal": ProblemType(
        500, "Something went wrong here",
        "The fault is in Cleartrail, not in the request. Whether anything was recorded can be seen on the file.",
        "Send a request that carries an Idempotency-Key again: it is recorded once. Tell whoever runs Cleartrail.",
    ),
    "ledger-not-open": ProblemType(
        503, "The ledger has not been opened yet",
        "The database is there and holds no ledger.",
        "Run: cleartrail open-ledger AUTHORITY ORIGIN. Or, to look around first: cleartrail demo.",
    ),
    "not-ready": ProblemType(
        503, "Not worked out yet",
        "Lists across files are read from what was worked out beforehand, and what was known from the log; one of "
        "them is behind. Files answer as they are now.",
        "Ask again, after the seconds in Retry-After.",
    ),
    "not-signed": ProblemType(
        404, "Not signed yet",
        "A proof is given under a checkpoint, and none covers this yet: it was recorded a moment ago, or this log has "
        "no signer.",
        "Ask again, after the seconds in Retry-After. Where it stays so, whoever runs Cleartrail makes the log's key: "
        "cleartrail signing-key.",
    ),
    "erased": ProblemType(
        409, "It was erased",
        "The key of this text, document, person or file was destroyed. What lay under it can be read by nobody any "
        "more, and nothing new is put under it. Nothing was recorded.",
        "For a person who is back in the care of the authority use a new pseudonym.",
    ),
    "no-keys": ProblemType(
        503, "The keys are not to be had",
        "Words and documents lie encrypted, and the folder with their keys is not where this server looks for it, or "
        "holds another ledger's. Nothing was recorded, and nothing is lost as long as there is a backup of the folder.",
        "Whoever runs Cleartrail brings the folder back: its log says which, and docs/operating.md how.",
    ),
    "database-away": ProblemType(
        503, "The database does not answer",
        "What was asked may or may not have happened.",
        "Send the same request again, after the seconds in Retry-After. With an Idempotency-Key it is recorded once, "
        "and answered the same.",
    ),
}  # fmt: skip


def page_of(name: str) -> str:
    """Return the page that documents a type of problem."""
    kind = TYPES[name]
    example = json.dumps(
        {"type": f"/problems/{name}", "title": kind.title, "status": kind.status, "detail": "…"},
        indent=2,
        ensure_ascii=False,
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(kind.title)}</title><main>'
        f"<h1>{escape(kind.title)}</h1><p>Status {kind.status}, type <code>/problems/{name}</code>.</p>"
        f"<h2>What it means</h2><p>{escape(kind.means)}</p><h2>What to do</h2><p>{escape(kind.remedy)}</p>"
        f"<h2>How it looks</h2><pre>{escape(example)}</pre></main></html>"
    )
