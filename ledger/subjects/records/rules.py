"""What is asked of notes, of authorities to depart, and of the procedure a file is bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.entry import Entry, own
from ledger.names import few
from ledger.offices import in_another_office, only_advises, several_meant
from ledger.procedures import ProcedureError, read
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, not_by
from ledger.sides import DECISIONS, has_no_effect, is_authoritys
from ledger.span import out_of_order
from ledger.subjects.records.entries import (
    AlternativeArrangementAgreed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    DocumentFiled,
    EntryReclassified,
    NoteMade,
    ProcedureBound,
)
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _the_authoritys_alone(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.by is None or not is_authoritys(file, entry):
        return NOT_IN_POINT
    if not has_no_effect(file, entry):
        return None
    return f"it is entered as done by {entry.by}, of the provider, whose it is not: it does nothing for the authority"


def _decided_by_who_only_advises(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.kind.partition("/")[0] not in DECISIONS:
        return NOT_IN_POINT
    return only_advises([own(entry, name) for name in ("by", "approved_by", "authorised_by")], procedure)


def _nobody_named(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.audience == "named" and not entry.named:
        return "the audience is named people and nobody is named: name the accounts that may read it"
    if isinstance(entry, EntryReclassified) and entry.new_audience == "named" and not entry.new_named:
        return "the new audience is named people and new_named names nobody: name the accounts that may read it"
    to_no_effect = "and the audience is another: make that named people, or leave the names out"
    if entry.named and entry.audience != "named":
        return f"people are named (named), {to_no_effect}"
    if isinstance(entry, EntryReclassified) and entry.new_named and entry.new_audience != "named":
        return f"people are named (new_named), {to_no_effect}"
    return None


def _not_that_departure(
    file: ContractFile, entry: DepartureRatified | DepartureRefused, procedure: Procedure
) -> str | None:
    target = file.at(entry.position)
    if target is not None and all(d.rule != entry.rule for d in target.departures):
        rules = ", ".join(d.rule for d in target.departures) or "none"
        return f"entry {entry.position} records no departure from {entry.rule}; the departures on it are: {rules}"
    return None


def _not_entitled(
    file: ContractFile, entry: DepartureAuthorised | DepartureRatified | DepartureRefused, procedure: Procedure
) -> str | None:
    entitled = procedure.entitled(entry.rule)
    if not entitled:
        return NOT_IN_POINT
    office = entry.by.office if entry.by else None
    if not procedure.is_office(office, entitled):
        titles = procedure.one_of(entitled)
        who = procedure.person_in_office(entry.by)
        return f"it was done by {who}; the procedure gives it to {titles}"
    return None


def _paper_not_located(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    if not procedure.setting("documents.hard-copies"):
        return NOT_IN_POINT
    if filed.hard_copy_location:
        return None
    return f"it is not said in which folder the paper of {filed.title} is"


def _waiting(file: ContractFile, sort: str) -> list[str]:
    """What waits on the file for a paper of that sort, each with the entry the paper would belong to."""
    match sort:
        case "minutes":
            held = [m for m in file.meetings.held() if not file.minutes_filed(m.id)]
            belongs = [(f"the minutes of {m.id}", m.minutes[-1].position if m.minutes else m.held) for m in held]
        case "award-papers":
            awards = [a for a in file.procurement.awards.values() if a.on and not (a.authorised or a.given_up)]
            belongs = [(f"the papers of {a.id}", a.position) for a in awards if not file.records.is_filed(a.position)]
        case "report":
            asked = [t for t in file.procurement.single_tenders.values() if t.on and not (t.decided or t.reported)]
            belongs = [(f"the report of {t.id}", t.position) for t in asked if not file.records.is_filed(t.position)]
        case _:
            belongs = []
    return [f"{what} (entry {position})" for what, position in belongs]


def _belongs_nowhere(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    waiting = _waiting(file, filed.document_kind)
    if not waiting:
        return NOT_IN_POINT
    if filed.document_kind == "minutes" and filed.belongs_to:
        there = [of for p in filed.belongs_to if (of := file.first_recorded(p)) is not None]
        met = ("meeting-held/1", "meeting-minutes-recorded/1")
        if there and not any(of.entry.kind in met for of in there):
            return f"entry {there[0].position} is no meeting; waiting for a paper: {few(waiting)}"
    if filed.belongs_to:
        return None
    return f"it is not said which entry it belongs to; waiting for a paper: {few(waiting)}"


def _not_there(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    return None if filed.is_there else f"of {filed.title} there is neither the document nor where it is kept"


def _before_the_meeting(file: ContractFile, filed: DocumentFiled, procedure: Procedure) -> str | None:
    if filed.document_kind != "minutes":
        return NOT_IN_POINT
    on, said = filed.happened_on, "filed"
    if filed.dated is not None and filed.dated < on:
        on, said = filed.dated, "dated"
    later = [
        of for position in filed.belongs_to
        if (of := file.first_recorded(position)) is not None and of.entry.happened_on > on
    ]  # fmt: skip
    if later:
        its_day = dated(later[0].entry.happened_on)
        return f"they were {said} on {dated(on)}, and entry {later[0].position} is of {its_day}"
    return None if filed.belongs_to else NOT_IN_POINT


def _unknown(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    try:
        read(bound.procedure)
    except ProcedureError:  # what is used then is the authority's own: governing.procedure_of
        own = "the authority's own" if file.procedure_on(bound.effective_on) else procedure.ref
        return f"procedure {bound.procedure} is not installed here; {own} is used instead"
    return None


def _spot(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or not contract.is_spot or _unknown(file, bound, procedure):
        return NOT_IN_POINT
    to = read(bound.procedure)
    if to.ruling(_SPOT)[0] is None:
        return None  # this procedure takes spot purchases in (section H, D-17)
    return f"the contract is a spot purchase and is bound to {to.title} ({to.ref})"


def _not_to_be_arranged(file: ContractFile, entry: AlternativeArrangementAgreed, procedure: Procedure) -> str | None:
    if not entry.rules_not_asked and not entry.settings:
        return "it names no rule and no number of the procedure that it takes the place of"
    rows = {row.id: row.level for row in procedure.rules}
    for rule in entry.rules_not_asked:
        if rule not in rows:
            return f"{procedure.ref} has no rule {rule} that could be left out"
        if rows[rule] == "absolute":
            return f"nothing lifts {rule}"
    known = {row.id for row in procedure.settings}
    unknown = [instead.id for instead in entry.settings if instead.id not in known]
    if unknown:
        return f"{procedure.ref} has no number called {unknown[0]}"
    if entry.until_date is not None and entry.until_date < entry.effective_on:
        return f"it ends on {dated(entry.until_date)}, before it begins on {dated(entry.effective_on)}"
    return None


def _not_the_owners(file: ContractFile, entry: AlternativeArrangementAgreed, procedure: Procedure) -> str | None:
    if procedure.is_office(entry.by.office if entry.by else None, (procedure.owner,)):
        return None
    title = procedure.office_title(procedure.owner)
    return (
        f"it was agreed by {procedure.person_in_office(entry.by)}; it changes nothing unless the {title} agreed to it"
    )


def _in_another_office(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    day, acting = entry.happened_on, [actor for actor in entry.actors if actor.office is not None]
    found = "; ".join(filter(None, (in_another_office(file, actor, day, procedure) for actor in acting)))
    if found or any(file.people.may_hold(actor.office, actor.person, day) for actor in acting if actor.office):
        return found or None
    return NOT_IN_POINT  # the file has nobody of them in an office


def _several_meant(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    found = [several_meant(file, actor, entry.happened_on, procedure) for actor in entry.actors]
    open_ = "; ".join(filter(None, found))
    return open_ or (None if None in found else NOT_IN_POINT)


_SPOT: AnyRule = Rule(
    id="procedure.spot-purchases-apart", citation="HCC-S-b", level="authorise", of=ProcedureBound, field="procedure",
    sentence="Spot purchases are reviewed under the Care Management Manual, not under this procedure.",
    found=_spot, authorised_by=("county-manager-contracts",),
)  # fmt: skip


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="entry.span",
        citation="HCC-2.1-a",
        level="contradiction",
        of=Entry,
        field="until",
        sentence="The last day something may have happened on is not before the first.",
        found=out_of_order(
            "until", "happened_on", found="it may have happened until {later}, which is before {earlier}",
        ),
    ),
    Rule(
        id="marks.named-people-are-named",
        citation="CPC307-K1",
        level="contradiction",
        of=Entry,
        field="named",
        sentence="An entry for named people names them.",
        found=_nobody_named,
    ),
    Rule(
        id="actor.in-the-office-on-file",
        citation="HCC-9.4-f",
        level="advise",
        of=Entry,
        field="by",
        sentence="Who acts in an office holds it, by what is on file.",
        found=_in_another_office,
    ),
    Rule(
        id="actor.is-one-person",
        citation="HCC-9.4-f",
        level="advise",
        of=Entry,
        field="by",
        sentence="Whoever acts is named so that it is known who of those in post it was.",
        found=_several_meant,
    ),
    Rule(
        id="actor.of-the-side-whose-act-it-is",
        citation="HCC-4.1-a",
        level="explain",
        of=Entry,
        field="by",
        sentence="What only the authority can do is done by it, and not by the provider.",
        found=_the_authoritys_alone,
    ),
    Rule(
        id="decision.by-who-decides",
        citation="IMP-28-c",
        level="explain",
        of=Entry,
        field="by",
        sentence="A forum that advises decides nothing.",
        found=_decided_by_who_only_advises,
    ),
    Rule(
        id="note.says-something",
        citation="HCC-2.1-g",
        level="contradiction",
        of=NoteMade,
        field="words",
        sentence="A note has words or an exhibit.",
        found=lacks("words", "exhibits", found="it has neither words nor an exhibit"),
    ),
    Rule(
        id="departure.is-on-record",
        citation="HCC-POL-f",
        level="contradiction",
        of=(DepartureRatified, DepartureRefused),
        field="rule",
        sentence="Only a departure that is on record can be ratified or refused.",
        found=_not_that_departure,
    ),
    Rule(
        id="departure.by-the-office-entitled",
        citation="HCC-POL-f",
        level="explain",
        of=(DepartureAuthorised, DepartureRatified, DepartureRefused),
        field="by",
        sentence="A departure is authorised, ratified or refused by the office the procedure gives that to.",
        found=_not_entitled,
    ),
    Rule(
        id="procedure.is-known",
        citation="HCC-POL-f",
        level="explain",
        of=ProcedureBound,
        field="procedure",
        sentence="A contract is bound to a procedure the ledger has.",
        found=_unknown,
    ),
    _SPOT,
    Rule(
        id="document.paper-located",
        citation="TVP-4.0-15",
        level="advise",
        of=DocumentFiled,
        field="hard_copy_location",
        sentence="Hard-copy folders are kept besides the electronic file, and it is on record where.",
        found=_paper_not_located,
    ),
    Rule(
        id="document.there-or-located", citation="HCC-7.2-c", level="advise", of=DocumentFiled, field="document",
        found=_not_there, sentence="What is filed is there, or it is said where it is kept; else nothing is filed.",
    ),
    Rule(
        id="document.minutes-after-the-meeting", citation="HCC-7.2-c", level="advise", of=DocumentFiled,
        field="belongs_to", found=_before_the_meeting,
        sentence="Minutes are filed once the meeting was held.",
    ),
    Rule(
        id="document.belongs-to-what-waits-for-it", citation="HCC-7.2-c", level="advise", of=DocumentFiled,
        field="belongs_to", found=_belongs_nowhere,
        sentence="A document that an entry waits for is filed as belonging to that entry.",
    ),
    Rule(
        id="arrangement.of-what-the-procedure-asks", citation="TVP-4.0-1", level="contradiction",
        of=AlternativeArrangementAgreed, field="rules_not_asked", found=_not_to_be_arranged,
        sentence="Another arrangement is about rules and numbers of the procedure that can be otherwise.",
    ),
    Rule(
        id="arrangement.by-the-office-entitled", citation="TVP-4.0-1", level="explain",
        of=AlternativeArrangementAgreed, field="by", found=_not_the_owners,
        sentence="Another arrangement for one contract is agreed by the office that may amend the procedure.",
    ),
    Rule(
        id="arrangement.says-why", citation="TVP-4.0-1", level="advise", of=AlternativeArrangementAgreed,
        field="reason", sentence="It is on record why a contract is managed otherwise.",
        found=lacks("reason", found="it is not said why"),
    ),
    Rule(
        id="marks.changed-by-legal-services",
        citation="CPC307-K1",
        level="absolute",
        of=EntryReclassified,
        field="by",
        sentence="Only Legal Services change who may read an entry or the privilege it is under.",
        found=not_by("legal-services", "it was not done by Legal Services"),
    ),
)  # fmt: skip
