"""Whom an entry means by a person's name, and whether they held the office they are said to have acted in.

This is the one place that tells it. The name is of a person or a body, and is taken so:

- an office in the place of the name, by its title, its id or another name the procedure has for it, however that is
  written (ledger/titles.py), is that office; a name with a title after it is that person in that office;
- the provider's own name, or "the provider", is the provider; so is, where no office is given, somebody the file has
  among the provider's people and in no office of the authority's;
- somebody the file has in an office acts in that office too, whatever is or is not typed beside the name;
- a body that an entry names as having given something has given it.

An office is typed with each act. Those that each contract's file appoints to are known from it; whoever the file has
in one of these is not taken, without a word, to have acted in another that the authority fills (HCC-9.4-f: that Legal
Services carried a termination out is not so because somebody typed it beside the lead officer's name).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.calendar import spoken
from ledger.dates.working_days import dated
from ledger.entry import Actor
from ledger.names import is_part_of, same_company, same_name, same_person, whom_it_fits
from ledger.titles import parts_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.meetings import Attendee, Meeting
    from ledger.subjects.records import Consultation

POSTS = ("service-manager", "team-manager")
"""Posts that lead officers usually have besides (HCC-4.1-b): who is in one may well be the other."""
MANAGERS = ("lead-officer", "deputy-lead-officer", "representative", *POSTS)
"""The offices of those who manage a contract: its end is told to one, and a review for risk held with one (HCC-A2-c,
IMP-18-c)."""
LEADING = ("lead-officer", "representative", "deputy-lead-officer")
"""The lead officer, and who stands in for them."""
PROVIDER = "provider"
THE_PROVIDER = ("provider", "the provider")
"""How the provider is called where it is not called by its name."""


def whom(file: ContractFile, actor: Actor, day: date, procedure: Procedure) -> Actor:
    """Return an actor with the office and the side that the name stands for: what is recorded of an act.

    A title after the name is put beside it; one of the provider's stays with the provider's office of that title.
    """
    if actor.party == "authority" and actor.office is None:
        person, *after = parts_of(actor.person)
        ours = any(not office.startswith(f"{PROVIDER}-") for office in file.people.offices_of(person, day))
        if after and not ours and any(is_the_providers(file, part, day) for part in (person, *after)):
            theirs = [office for part in after if (office := procedure.office_called(f"Provider's {part}"))]
            told_apart = {"person": person, "office": theirs[0].id} if theirs else {}
            return actor.model_copy(update={**told_apart, "party": PROVIDER})
        if (told := procedure.office_after_a_name(actor.person)) is not None:
            return actor.model_copy(update={"person": told.person, "office": told.titled.id})
    actor = procedure.named(actor)
    if actor.party != "authority" or actor.office is not None:
        return actor
    return actor.model_copy(update={"party": PROVIDER}) if is_the_providers(file, actor.person, day) else actor


def is_the_provider(file: ContractFile, name: str) -> bool:
    """Return whether a name is the provider's own, of a contract or of its own file."""
    contract = file.agreement.contract
    names = [provider.name for provider in contract.providers] if contract else [file.provider.name]
    return any(same_company(name, own) for own in (*names, *THE_PROVIDER) if own)


def is_the_providers(file: ContractFile, person: str, day: date) -> bool:
    """Return whether a name is the provider's own, or of somebody the file has among its people and in no office of the
    authority's on a day."""
    if is_the_provider(file, person):
        return True
    held = [office for office in file.people.terms if file.people.may_hold(office, person, day)]
    return bool(held) and all(office.startswith("provider-") for office in held)


def is_the_authoritys(file: ContractFile, name: str, day: date) -> bool:
    """Return whether a name is of somebody, or an office, of the authority's, as far as the file shows it.

    False where it shows nothing of them, or has the same name among the provider's people too.
    """
    if is_the_provider(file, name):
        return False
    procedure = file.bound_to(day)
    if (called := procedure.office_called(name) if procedure else None) is not None:
        return called.appointed_on != PROVIDER and not called.id.startswith(f"{PROVIDER}-")
    held = file.people.offices_of(name, day)
    return bool(held) and not any(office.startswith(f"{PROVIDER}-") for office in held)


def in_office(
    file: ContractFile, by: Actor | None, offices: Sequence[str], day: date, procedure: Procedure,
    *, body: str | None = None,
) -> bool:  # fmt: skip
    """Return whether somebody acted in one of these offices: as is said, or as the file has them in it on that day.

    `body`: a body the entry names besides as having given it. What somebody of the provider gave, no body of the
    authority's has (docs/adr/0312).
    """
    if by is not None and by.is_of_the_provider and not any(office.startswith(f"{PROVIDER}-") for office in offices):
        return False
    named = procedure.office_meant(body) if body else None
    if named is not None and named.id in offices:
        return True
    if by is None:
        return False
    return procedure.is_office(by.office, offices) or any(
        file.people.holds(o, by.person, day, by.office) for o in offices
    )


def was_consulted(file: ContractFile, held: Consultation, office: str) -> bool:
    """Return whether a consultation was with somebody of the authority in an office: as is said, or as on file."""
    whom, procedure = held.consulted, file.bound_to(held.on)
    if whom.side != "authority":
        return False
    if procedure is not None:
        return in_office(file, whom, (office,), held.on, procedure)
    return whom.office == office or file.people.holds(office, whom.person, held.on, whom.office) is not None


def consulted(
    file: ContractFile, office: str, subject: str, day: date, about: str | None = None
) -> Iterator[Consultation]:
    """Yield the consultations of an office on a subject up to a day; of those that name ids, the ones about `about`."""
    for held in file.records.consulted(subject, day, about):
        if was_consulted(file, held, office):
            yield held


def by_the_lead(file: ContractFile, held: Consultation) -> bool:
    """Return whether it was the lead officer, or who stood in as such, that consulted (HCC-7.4-a, HCC-9.2-a)."""
    # Where nobody is named it is a gap in the entry; that another did it is a finding.
    if held.by is None or held.by.office == "lead-officer":
        return True
    return file.people.holds("lead-officer", held.by.person, held.on, held.by.office) is not None


def not_by_the_lead(file: ContractFile, held: Sequence[Consultation], day: date) -> str | None:
    """Return in words who discussed a matter with the support officer instead of the lead officer, who discussed it in
    none of these consultations; None where the lead officer did, or there are none."""
    if not held or any(by_the_lead(file, one) for one in held):
        return None
    who = file.person_in_office(held[-1].by, day)
    return f"discussed with the Contract Support Officer by {who}, not by the lead officer"


def given_by(by: Actor | None, body: str | None, procedure: Procedure) -> str:
    """Return in words who gave something: the body that is named, else the person; of the provider's the person."""
    named = None if by is not None and by.is_of_the_provider else body
    return named or procedure.person_in_office(by)


def one_and_the_same(file: ContractFile, one: str, other: str, day: date) -> bool:
    """Return whether two names mean the same person or body on a day: written so that they can be one person's, an
    office and who holds it, the provider and somebody of theirs."""
    if same_person(one, other):
        return True
    if any(is_the_provider(file, name) for name in (one, other)):
        return all(is_the_providers(file, name, day) for name in (one, other))
    return any(
        _is_called(file, name, office, day)
        for name, person in ((one, other), (other, one)) for office in file.people.offices_of(person, day)
    )  # fmt: skip


def the_provider_came(file: ContractFile, present: Iterable[Attendee], day: date) -> bool:
    """Return whether somebody of the provider is among those said to have been at a meeting, by side, by office or as
    one the file has among its people; also where it is said of nobody that they were there (HCC-7.1-a)."""
    there, theirs = list(present), [office for office in file.people.terms if office.startswith(f"{PROVIDER}-")]
    return not there or any(
        one.is_of_the_provider or any(file.people.holds(office, one.person, day) for office in theirs) for one in there
    )


def not_sent(file: ContractFile, meeting: Meeting) -> list[Attendee]:
    """Return those who were at a meeting and to whom no minutes have gone (HCC-7.2-b).

    They went to somebody who is named, whose office is named instead, or whose side has them as a body; to nobody of
    the authority's by that name in an office of the provider's.
    """
    day = meeting.held_on or date.max
    reached = meeting.with_minutes
    named = {
        person for to in reached
        if len(fits := whom_it_fits(to.person, _of_its_side(meeting, to))) == 1 for person in fits
    }  # fmt: skip
    return [
        there for there in meeting.present
        if not any(same_person(there.person, person) for person in named)
        and not any(_stands_for(file, to, there, day) for to in reached)
    ]  # fmt: skip


def _of_its_side(meeting: Meeting, to: Actor) -> list[str]:
    """Those who were there, without those in an office of the authority's where it went to the provider."""
    theirs = to.is_of_the_provider
    return [there.person for there in meeting.present if not (theirs and there.office and there.side == "authority")]


def _stands_for(file: ContractFile, to: Actor, there: Attendee, day: date) -> bool:
    if to.side == there.side == PROVIDER and is_the_provider(file, to.person):
        return True
    if to.office is None or not _is_called(file, to.person, to.office, day):
        return False
    return to.office == there.office or file.people.holds(to.office, there.person, day, there.office) is not None


def shown_as_the_authoritys(file: ContractFile, actor: Actor, day: date) -> bool:
    """Return whether somebody who acted is of the authority: by the office that is said, or by what is on file.

    False where a name alone stands there of whom nothing is on file: it may be of either side.
    """
    return actor.side == "authority" and (actor.office is not None or is_the_authoritys(file, actor.person, day))


def office_differs(file: ContractFile, person: str, office: str | None, day: date) -> str | None:
    """Return in words who held the office on that day instead, where the file shows that this person did not."""
    if office is None or file.people.may_hold(office, person, day) or _is_called(file, person, office, day):
        return None
    if not file.people.holders(office):
        return None
    if any(is_part_of(person, term.person) for term in file.people.in_office(office, day)):
        return None  # the office beside it tells which Ashe
    held = file.people.holder(office, day)
    by = held.person if held else "nobody"
    return f"on {spoken(day)} the office of {file.office_in_words(office, day)} was held by {by}, by what is on file"


def not_empowered(
    file: ContractFile, actor: Actor, entitled: Sequence[str], day: date, procedure: Procedure
) -> str | None:
    """Return in words why somebody was not empowered that day to act for the authority towards the provider; None where
    they were: by what is on file in one of these offices, or Legal Services (HCC-5.1-a).
    """
    if actor.office == "legal-services" or any(
        file.people.holds(office, actor.person, day, actor.office) for office in entitled
    ):
        return None
    differs = office_differs(file, actor.person, actor.office, day)
    given_by = procedure.person_in_office(actor)
    if differs:
        return f"it was given by {given_by}, but {differs}"
    titles = procedure.one_of([office for office in entitled if procedure.office(office)] or entitled)
    if actor.office in entitled:
        kept = procedure.office(actor.office)
        if kept is not None and kept.appointed_on != "file":
            return None
        return f"it was given by {given_by}, of whose appointment to that office nothing is on file for {dated(day)}"
    return f"it was given by {given_by}; entitled was {titles}"


def is_one_of(file: ContractFile, by: Actor, named: Actor, day: date, procedure: Procedure) -> bool:
    """Return whether somebody who acted is who is named, or in the office that is named: of two sides never."""
    by, named = whom(file, by, day, procedure), whom(file, named, day, procedure)
    if by.is_of_the_provider != named.is_of_the_provider:
        return False
    return one_and_the_same(file, by.person, named.person, day) or (
        named.office is not None and in_office(file, by, (named.office,), day, procedure)
    )


def _is_called(file: ContractFile, name: str, office: str, day: date) -> bool:
    """Whether an office stands in the place of a name."""
    procedure = file.bound_to(day)
    called = procedure.office_called(name) if procedure else None
    return called.id == office if called else same_name(name, office.replace("-", " "))


def in_another_office(file: ContractFile, actor: Actor, day: date, procedure: Procedure) -> str | None:
    """Return in words what office the file has somebody in on a day who is said to have acted in another.

    None where it has them in that one, or knows nothing of them; somebody of the provider it does not ask about.
    """
    if actor.office is None or actor.is_of_the_provider:
        return None
    office = procedure.office(actor.office)
    if (called := procedure.office_called(actor.person)) is not None and called is office:
        return None  # an office in the place of a name is no person in another
    name = office.id if office else actor.office
    if differs := office_differs(file, actor.person, name, day):
        return differs
    if office is None or office.appointed_on != "authority" or name in POSTS:
        return None  # an office nobody was appointed to: somebody stands in
    held = [term for terms in file.people.terms.values() for term in terms if term.in_office(day)]
    held = [term for term in held if file.people.holds(term.office, actor.person, day) is term]
    if not held:
        return None
    there = " and ".join(procedure.office_in_words(term.office) for term in held)
    return f"{actor.person} is {there} on file, and not {procedure.office_in_words(name)}"


def several_meant(file: ContractFile, actor: Actor, day: date, procedure: Procedure) -> str | None:
    """Return in words whom of those in post a name fits where it fits several, and the office given names none of them.

    "" where it fits one, or nobody: then there is nothing to tell apart. None where the office tells it.
    """
    fits = file.people.whom(actor.person, day)
    if len(fits) < 2:
        return ""
    told = [person for person in fits if actor.office and file.people.may_hold(actor.office, person, day)]
    if len(told) == 1:
        return None
    offices = {person: file.people.offices_of(person, day) for person in fits}
    there = [f"{p} ({' and '.join(map(procedure.office_in_words, held))})" for p, held in offices.items()]
    return f"{actor.person} may be {' or '.join(there[:5])}; give the name in full, or the office"


def only_advises(actors: Sequence[Actor | None], procedure: Procedure) -> str | None:
    """Return in words who of those who decided something is a body that advises and decides nothing; "" where nobody
    is named in an office that is known, None where each decides."""
    known = [a and (procedure.office(a.office) or procedure.office_called(a.person)) for a in actors]
    offices = [office for office in known if office]
    advising = [office.title for office in offices if office.advises_only]
    return f"{advising[0]} advises and decides nothing" if advising else None if offices else ""


def acted_as(file: ContractFile, actor: Actor | None, office: str, day: date, procedure: Procedure) -> bool:
    """Return whether somebody acted in an office, as is said and as far as the file does not say otherwise."""
    said = actor is not None and procedure.is_office(actor.office, (office,))
    return said and actor is not None and in_another_office(file, actor, day, procedure) is None
