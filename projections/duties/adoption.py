"""Duties about the authority's own procedures: to be reviewed, amended, read by who needs to know, left unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ledger.dates.working_days import months_later
from ledger.names import name_key
from ledger.procedures import Procedure, installed
from ledger.procedures_adopted import rules_of
from ledger.subjects.adoption import Acknowledgement, Version
from projections.duties.duty import Duty, days_after, duty
from projections.view import FileView


def of_adoption(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about procedures the authority adopted. Pure; whatever the day."""
    for name, version in view.file.procedures_in_force(date.max, view.default_procedure).items():
        own = owned_by(view, version)
        yield from _review(view, version, own)
        yield from _audience(view, name, version, own)
        yield from _rules(view, version, own)
        yield from _running_contracts(view, version, own)
    yield from _filed(view)


def owned_by(view: FileView, version: Version) -> Procedure:
    """Return the rules of a version; where they are not installed, the newest of that procedure that are, for it is the
    same body's; where there are none, those by which the file is judged."""
    return rules_of(version.procedure, version.name) or view.procedure


def review_due(view: FileView, version: Version) -> date | None:
    """Return the day a version is to be reviewed by: as was last said, else by its own interval from its last review,
    or from the day it took effect where none is on record (TVP-DC-3).

    None where neither gives one: Hampshire's text states no interval (HCC-POL-e).
    """
    own = owned_by(view, version)
    last = view.file.adoption.reviewed(version, own)
    anew = last is not None and last.on >= version.next_review_said
    said = last.next_review_on if last is not None and anew else version.next_review_on
    every = own.setting("procedure.review-every")
    if said is not None or not every:
        return said
    return months_later(last_reviewed(view, version, date.max) or version.since, every)


def last_reviewed(view: FileView, version: Version, on: date) -> date | None:
    """Return the day a version was last reviewed, as far as the file says by a day; None where it does not.

    An amended version was last reviewed as what it was amended from: to amend is not to review (TVP-DC-3).
    """
    last = view.file.adoption.reviewed(version, owned_by(view, version), on)
    known = (last.on if last is not None else None, version.last_reviewed_on)
    return max((day for day in known if day is not None), default=None)


def outstanding(view: FileView, version: Version, on: date) -> tuple[str, ...]:
    """Return who needs to know a procedure on a day and has not acknowledged this version of it by then (HCC-H-b)."""
    audience = view.file.adoption.audience(version.name, on)
    read_by = {name_key(one.person) for one in acknowledged(view, version, on)}
    return tuple(one.person for one in audience.people if name_key(one.person) not in read_by) if audience else ()


def acknowledged(view: FileView, version: Version, on: date) -> tuple[Acknowledgement, ...]:
    """Return every acknowledgement of a version by a day, as it stands by then (HCC-H-a)."""
    standing = view.file.procedure_versions(on, view.default_procedure)
    return tuple(one for one in view.file.adoption.acknowledgements(version.procedure, standing) if one.on <= on)


def _review(view: FileView, version: Version, own: Procedure) -> Iterator[Duty]:
    last, due_on = view.file.adoption.reviewed(version, own), review_due(view, version)
    cited = own.cited("procedure.review-every")
    if last is not None and last.outcome != "kept" and last.on >= version.since:
        yield duty(
            view, f"procedure-changed/{version.procedure}",
            f"Amend procedure {version.procedure}, or adopt another: its review found it {view.say(last.outcome)}",
            office=own.owner, since=last.on, citation=cited, opened_by=(last.position,), procedure=own,
        )  # fmt: skip
    if due_on is not None:
        yield duty(
            view, f"procedure-reviewed/{version.procedure}", f"Review procedure {version.procedure}, {version.title}",
            office=own.owner, since=version.since, due_on=due_on, citation=cited, opened_by=(version.position,),
            procedure=own, last_on=last_reviewed(view, version, date.max),
        )  # fmt: skip


def not_filed(view: FileView, version: Version) -> bool:
    """Return whether the text of a version is to be on file, and is not: neither given with the entry that made it, nor
    filed as belonging to it (HCC-H-c)."""
    made = view.file.at(version.position)
    given = made is not None and made.entry.exhibits
    asked = owned_by(view, version).setting("procedure.filed")
    return bool(asked) and not given and version.position not in view.file.records.filed


def _filed(view: FileView) -> Iterator[Duty]:
    """Of each version its own text, until the next takes effect: one that is agreed for later does not stand in for the
    one in force (HCC-H-c)."""
    versions = view.file.procedure_versions(date.max, view.default_procedure)
    for at, version in enumerate(versions):
        later = [one for one in versions[at + 1 :] if one.name == version.name]
        again = any(one.procedure == version.procedure for one in later)
        if again or not not_filed(view, version):
            continue
        own = owned_by(view, version)
        found = duty(
            view, f"procedure-filed/{version.procedure}",
            f"File the text of procedure {version.procedure}, {version.title}, where everybody can read it",
            office=own.guided_by or own.owner, since=version.since, citation=own.cited("procedure.filed"),
            opened_by=(version.position,), procedure=own,
        )  # fmt: skip
        yield found.model_copy(update={"ceases_on": later[0].since}) if later else found


def _audience(view: FileView, name: str, version: Version, own: Procedure) -> Iterator[Duty]:
    """Each who needs to know it reads it; whoever guides them is told who has not (HCC-H-a, TVP-4.0-2)."""
    guiding, audience = own.guided_by or own.owner, view.file.adoption.audience(name, date.max)
    if audience is None:
        yield duty(
            view, f"procedure-audience/{version.procedure}",
            f"Settle who needs to know procedure {version.procedure}, {version.title}", office=guiding,
            since=version.since, citation="HCC-H-b", opened_by=(version.position,), procedure=own,
        )  # fmt: skip
        return
    standing = view.file.procedure_versions(date.max, view.default_procedure)
    first = view.file.adoption.first_of_document(version.procedure, standing) or version
    since = max(first.since, audience.since)
    due_on = days_after(since, own.setting("procedure.acknowledge-within"))
    missing = outstanding(view, version, date.max)
    for person in missing:
        yield duty(
            view, f"procedure-acknowledged/{version.procedure}/{name_key(person).replace(' ', '-')}",
            f"Read procedure {version.procedure}, {version.title}, and acknowledge it ({person})", office=None,
            named=person, since=since, due_on=due_on, citation="HCC-H-a", limit="procedure.acknowledge-within",
            opened_by=(version.position, audience.position), procedure=own,
        )  # fmt: skip
    if missing:
        yield duty(
            view, f"procedure-acknowledgements/{version.procedure}",
            f"See that procedure {version.procedure} is acknowledged by {', '.join(missing)}", office=guiding,
            since=since, due_on=due_on, citation=own.cited("procedure.acknowledge-within"),
            limit="procedure.acknowledge-within", opened_by=(version.position, audience.position), procedure=own,
        )  # fmt: skip


def _rules(view: FileView, version: Version, own: Procedure) -> Iterator[Duty]:
    """The rules are those that were adopted: a file changed under its number is noticed (TVP-DC-4)."""
    if (why := differs(version)) is not None:
        yield duty(
            view, f"procedure-unchanged/{version.procedure}",
            f"Put back the rules of {version.procedure} that were adopted, or adopt them as a new version: {why}",
            office=own.owner, since=version.since, citation="TVP-DC-4", opened_by=(version.position,), procedure=own,
        )  # fmt: skip


def _running_contracts(view: FileView, version: Version, own: Procedure) -> Iterator[Duty]:
    """A new version binds no contract by itself: who amended it binds those that run to it, or says, added to the entry
    that brought it, which stay as they are and why (HCC-POL-f, IMP-30-b)."""
    before = replaced_by(view.file.procedure_versions(date.max, view.default_procedure), version)
    if before and installed(version.procedure) and version.position not in view.file.records.supplements:
        yield duty(
            view, f"procedure-contracts/{version.procedure}",
            f"Bind contracts under {before[-1]} to {version.procedure}, or add to entry {version.position} which stay"
            " as they are, and why", office=own.owner, since=version.since, citation="HCC-POL-f",
            opened_by=(version.position,), procedure=own,
        )  # fmt: skip


def replaced_by(versions: Sequence[Version], version: Version) -> tuple[str, ...]:
    """Return the versions of a procedure that another took the place of, oldest first: those in force before it, and
    those it, or one of them, says that it amends."""
    until = [one for one in versions if one.name == version.name and one.since <= version.since]
    earlier = [ref for one in until if one.position <= version.position for ref in (one.amends, one.procedure) if ref]
    return tuple(dict.fromkeys(ref for ref in earlier if ref != version.procedure))


def differs(version: Version) -> str | None:
    """Return in words how the rules installed differ from those adopted; None where they do not, or none were then."""
    adopted, now = version.installed, installed(version.procedure)
    if adopted is None:
        return None
    if now is None:
        return "they are not installed here any more"
    if now.sha256 != adopted.sha256:
        return f"the file {now.name} was changed since (SHA-256 {now.sha256[:12]}…, adopted {adopted.sha256[:12]}…)"
    return None
