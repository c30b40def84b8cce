"""What is asked of the authority's procedure as a controlled document, and of whoever takes it in."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import same_person
from ledger.offices import in_office
from ledger.procedures import ProcedureError, installed, read
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out, twice
from ledger.subjects.adoption import reviewing
from ledger.subjects.adoption.entries import (
    ProcedureAcknowledged,
    ProcedureAdopted,
    ProcedureAmended,
    ProcedureAudienceSet,
    ProcedureReviewed,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

AUTHORISED_BY = "procedure.authorised-by-the-body-entitled"
CONTROLLED = {
    "document_version": "version", "authors": "authors", "master_copy": "place of the master copy",
    "section": "section", "status": "status",
}  # fmt: skip
"""What a controlled document bears besides its title (TVP-DC-1)."""


# --- contradictions -------------------------------------------------------------------------------------------------


def _not_another_version(file: ContractFile, entry: ProcedureAmended, procedure: Procedure) -> str | None:
    (one, _, _), (other, _, _) = entry.from_procedure.partition("/"), entry.to_procedure.partition("/")
    if one != other:
        return f"{entry.to_procedure} is another procedure than {entry.from_procedure}; record that it was adopted"
    if entry.from_procedure == entry.to_procedure:
        return f"{entry.from_procedure} was amended into itself; a changed procedure has a new number"
    return None


def _no_such_version(
    file: ContractFile, entry: ProcedureReviewed | ProcedureAudienceSet, procedure: Procedure
) -> str | None:
    held = file.adoption.versions
    known = {ref for one in held for ref in (one.procedure, one.amends) if ref}
    known |= {ref.partition("/")[0] for ref in known}
    if entry.procedure in known:
        return None
    with suppress(ProcedureError):
        read(entry.procedure)
        return None
    there = ", ".join(dict.fromkeys(one.procedure for one in held))
    return f"{entry.procedure} was never adopted, and is not installed here; there is {there or 'none yet'}"


# --- procedure ------------------------------------------------------------------------------------------------------


def _not_by_its_owner(
    file: ContractFile, entry: ProcedureAmended | ProcedureReviewed, procedure: Procedure
) -> str | None:
    owner = procedure.owner  # of the procedure it is about, by which it is judged
    office = entry.by.office if entry.by else None
    if procedure.is_office(office, (owner,)):
        return None
    who = procedure.office_title(office) if office else entry.by.person if entry.by else "nobody named"
    return f"it was done by {who}; the procedure is {procedure.office_title(owner)}'s"


def _by_another_body(
    file: ContractFile, entry: ProcedureAdopted | ProcedureAmended, procedure: Procedure
) -> str | None:
    entitled, body = procedure.entitled(AUTHORISED_BY), entry.authorising_body
    if not entitled or body is None:
        return NOT_IN_POINT
    if in_office(file, None, entitled, entry.happened_on, procedure, body=body):
        return None
    return f"it was authorised by {body}; the procedure gives that to {procedure.one_of(entitled)}"


def _in_force_before_authorised(
    file: ContractFile, entry: ProcedureAdopted | ProcedureAmended, procedure: Procedure
) -> str | None:
    if entry.authorised_on is None:
        return NOT_IN_POINT
    if entry.authorised_on <= entry.effective_on:
        return None
    return f"it took effect on {dated(entry.effective_on)} and was authorised on {dated(entry.authorised_on)}, after it"


def _a_draft(file: ContractFile, entry: ProcedureAdopted, procedure: Procedure) -> str | None:
    if entry.status is None:
        return NOT_IN_POINT
    is_one = "draft" in entry.status.casefold().split()
    return f"its status is {entry.status}, and it is put in force: give the status it has now" if is_one else None


def _bears_less(file: ContractFile, entry: ProcedureAdopted, procedure: Procedure) -> str | None:
    """Of a version adopted anew, but for what it bears already: that stays (ADR 0471)."""
    before = file.adoption.version(entry.procedure)
    missing = [what for name, what in CONTROLLED.items() if not (getattr(entry, name) or getattr(before, name, None))]
    return f"not on record: {', '.join(missing)}" if missing else None


def _there_already(file: ContractFile, entry: ProcedureAdopted | ProcedureAmended, procedure: Procedure) -> str | None:
    ref = entry.procedure if isinstance(entry, ProcedureAdopted) else entry.to_procedure
    there = [one for one in file.procedure_versions(date.max, procedure.ref) if one.procedure == ref]
    if not there:
        return NOT_IN_POINT
    before = there[-1]
    became = "amended into" if before.amends else "adopted"
    return (
        f"{ref} was {became} on {dated(before.since)} already (entry {before.position}); give what changed a new "
        "number, or correct that entry"
    )


def _no_governing_document(file: ContractFile, entry: ProcedureAdopted, procedure: Procedure) -> str | None:
    if not entry.governing_documents:
        return "no document is named that it stands under, with version and date"
    referred_to = _referred_to(entry.procedure)
    meant = {title for one in entry.governing_documents for title in _goes_by(one.title, referred_to)}
    missing = [title for title in referred_to if title not in meant]
    if missing:
        return f"it refers to {', '.join(missing)}, and does not say which version or date that has"
    bare = [one.title for one in entry.governing_documents if one.version is None and one.dated is None]
    return f"neither version nor date is given of {', '.join(bare)}" if bare else None


def _goes_by(name: str, titles: tuple[str, ...]) -> list[str]:
    """Which documents go by a name, by its words before a comma, after which others may be named; a name that is only a
    part of several titles says of none that it is the one."""
    said, called = _before_a_comma(name), {title: _before_a_comma(title) for title in titles}
    part_of = [title for title in titles if said in called[title]]
    return [title for title in titles if called[title] in said or part_of == [title]]


def _before_a_comma(title: str) -> str:
    return title.partition(",")[0].casefold()


def _referred_to(ref: str) -> tuple[str, ...]:
    """The documents a procedure's own rows refer to (HCC-POL-c); where its rules are not here, those of its newest
    version that are."""
    for name in (ref, ref.partition("/")[0]):
        with suppress(ProcedureError):
            return tuple(row.title for row in read(name).documents)
    return ()


def _not_here(file: ContractFile, entry: ProcedureAdopted | ProcedureAmended, procedure: Procedure) -> str | None:
    ref = entry.procedure if isinstance(entry, ProcedureAdopted) else entry.to_procedure
    return None if installed(ref) else f"the rules of {ref} are not installed here, so that no contract is held to them"


def _changed_since(file: ContractFile, entry: ProcedureAdopted | ProcedureAmended, procedure: Procedure) -> str | None:
    ref = entry.procedure if isinstance(entry, ProcedureAdopted) else entry.to_procedure
    before, now = file.adoption.version(ref), installed(ref)
    if before is None or before.installed is None or now is None:
        return NOT_IN_POINT
    if before.installed.sha256 == now.sha256:
        return None
    return f"the rules of {ref} are other ones than those adopted on {dated(before.since)}: give them a new number"


def _not_in_force(file: ContractFile, entry: ProcedureAcknowledged, procedure: Procedure) -> str | None:
    name = entry.procedure.partition("/")[0]
    now = file.procedures_in_force(entry.happened_on, procedure.ref).get(name)
    if now is None:
        return f"no version of {name} had been adopted by {dated(entry.happened_on)}"
    if now.procedure != entry.procedure:
        return f"{now.procedure} is in force since {dated(now.since)}, and not {entry.procedure}"
    return None


def _said_by_another(file: ContractFile, entry: ProcedureAcknowledged, procedure: Procedure) -> str | None:
    if entry.by is None:
        return NOT_IN_POINT
    if same_person(entry.by.person, entry.person):
        return None
    return f"{procedure.person_in_office(entry.by)} acknowledged it for {entry.person}, who is to do that"


def _listed_before(file: ContractFile, entry: ProcedureAudienceSet, procedure: Procedure) -> str | None:
    lists = file.of_the_record(ProcedureAudienceSet, lambda: _lists(file)).get(entry.procedure.partition("/")[0], [])
    after = bisect_right(lists, entry.happened_on, key=lambda one: one[0])
    if after == len(lists):
        return NOT_IN_POINT
    day, position = lists[after]
    return (
        f"another list counts from {dated(day)} on (entry {position}): of who needs to know it since, this one says "
        "nothing; date it the day it is settled"
    )


def _lists(file: ContractFile) -> dict[str, list[tuple[date, int]]]:
    """(day, position) of every list that stands of who needs to know a procedure, by its name, the oldest first."""
    found: dict[str, list[tuple[date, int]]] = {}
    for recorded in file.known:
        if type(recorded.entry) is ProcedureAudienceSet:  # a correction leaves the kind as it is
            held = file.as_now(recorded.position)
            if isinstance(held, ProcedureAudienceSet):
                found.setdefault(held.procedure.partition("/")[0], []).append((held.happened_on, recorded.position))
    return {name: sorted(lists) for name, lists in found.items()}


RULES: tuple[AnyRule, ...] = (
    *reviewing.RULES,
    Rule(
        id="procedure.amended-into-another-version", citation="TVP-DC-4", level="contradiction", of=ProcedureAmended,
        field="to_procedure", sentence="A procedure is amended into another version of itself.",
        found=_not_another_version,
    ),
    Rule(
        id="procedure.one-there-is", citation="HCC-POL-e", level="contradiction",
        of=(ProcedureReviewed, ProcedureAudienceSet), field="procedure",
        sentence="What is reviewed and made known is a version there is.", found=_no_such_version,
    ),
    Rule(
        id=AUTHORISED_BY, citation="TVP-DC-2", level="explain", of=(ProcedureAdopted, ProcedureAmended),
        field="authorising_body", sentence="A procedure is authorised by the body entitled to.", found=_by_another_body,
    ),
    Rule(
        id="procedure.in-force-once-authorised", citation="TVP-DC-2", level="explain",
        of=(ProcedureAdopted, ProcedureAmended), field="effective_from", found=_in_force_before_authorised,
        sentence="A procedure takes effect once it is authorised.",
    ),
    Rule(
        id="procedure.adopted-once", citation="TVP-DC-4", level="explain", of=(ProcedureAdopted, ProcedureAmended),
        sentence="A version of a procedure is adopted, or amended into, once; one that is changed has a new number.",
        found=_there_already,
    ),
    Rule(
        id="procedure.amended-by-its-owner", citation="HCC-POL-f", level="explain", of=ProcedureAmended, field="by",
        sentence="A procedure is altered only by the office that owns it.", found=_not_by_its_owner,
    ),
    Rule(
        id="procedure.reviewed-by-its-owner", citation="HCC-POL-e", level="advise", of=ProcedureReviewed, field="by",
        sentence="A procedure is monitored and reviewed by the office that owns it.", found=_not_by_its_owner,
    ),
    Rule(
        id="procedure.adoption-authorised", citation="TVP-DC-2", level="explain", of=ProcedureAdopted,
        field="authorising_body", sentence="It is on record which body authorised a procedure, and on which day.",
        found=leaves_out(
            {"authorising_body": "which body authorised it", "authorised_on": "on which day"},
            "it is not said {missing}", " and ",
        ),
    ),
    Rule(
        id="procedure.controlled-document", citation="TVP-DC-1", level="advise", of=ProcedureAdopted,
        field="document_version",
        sentence="A controlled document bears its version, authors, master copy, section and status.",
        asks=tuple(CONTROLLED), found=_bears_less,
    ),
    Rule(
        id="procedure.adopted-no-draft", citation="TVP-DC-1", level="advise", of=ProcedureAdopted, field="status",
        sentence="What is adopted is no draft.", found=_a_draft,
    ),
    Rule(
        id="procedure.governing-documents", citation="HCC-POL-b", level="advise", of=ProcedureAdopted,
        field="governing_documents", sentence="The documents a procedure stands under are named by version and date.",
        asks=True, found=_no_governing_document,
    ),
    Rule(
        id="procedure.rules-installed", citation="HCC-POL-d", level="advise", of=(ProcedureAdopted, ProcedureAmended),
        sentence="The rules of a procedure that is adopted are installed here.", found=_not_here,
    ),
    Rule(
        id="procedure.rules-as-adopted", citation="TVP-DC-4", level="explain", of=(ProcedureAdopted, ProcedureAmended),
        sentence="The rules of a version that was adopted are not changed under its number.", found=_changed_since,
    ),
    Rule(
        id="procedure.audience-names-each-once", citation="HCC-H-b", level="advise", of=ProcedureAudienceSet,
        field="people", sentence="Whoever needs to know a procedure is named once.",
        found=twice(
            lambda entry: (one.person for one in entry.people),
            found="named more than once, and asked once: {twice}; where they are two, tell them apart by name",
        ),
    ),
    Rule(
        id="procedure.audience-after-the-last", citation="HCC-H-b", level="advise", of=ProcedureAudienceSet,
        field="happened_on", sentence="A list of who needs to know a procedure is later than the one it replaces.",
        found=_listed_before,
    ),
    Rule(
        id="procedure.acknowledged-in-force", citation="HCC-H-a", level="advise", of=ProcedureAcknowledged,
        field="procedure", sentence="What is acknowledged is the version in force.", found=_not_in_force,
    ),
    Rule(
        id="procedure.acknowledged-by-whoever-read-it", citation="HCC-H-a", level="advise", of=ProcedureAcknowledged,
        field="by", sentence="Whoever is sent a procedure acknowledges it, and nobody for them.",
        found=_said_by_another,
    ),
)  # fmt: skip
