"""What is asked of holds, of erasing words and of disposing of a file. What is destroyed cannot be asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.entry import Entry
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, not_by
from ledger.subjects.retention.chosen import digests_chosen
from ledger.subjects.retention.entries import FileDisposed, HoldLifted, HoldPlaced, RetentionSet, WordsErased
from ledger.subjects.retention.register import last_day
from ledger.words import Said

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.retention.register import Hold

DECIDING = ("legal-services", "data-protection-officer")
"""The offices that may decide that words are erased."""


def hold_said(hold: Hold) -> str:
    """Return a hold in words, as a refusal names it."""
    held = "what concerns one person on it" if hold.scope == "person" else "the file"
    return f"{hold.id} of {dated(hold.on)} (entry {hold.position}) holds {held} for {hold.purpose}"


def _erased_under_hold(file: ContractFile, entry: WordsErased, procedure: Procedure) -> str | None:
    # A hold of one person's matter is looked at where it is known whose words are whose: ledger/privacy/erasure.py.
    held = [hold_said(hold) for hold in file.retention.in_force() if hold.scope == "file"]
    return f"{'; '.join(held)}: lift it first" if held else None


def _disposed_under_hold(file: ContractFile, entry: FileDisposed, procedure: Procedure) -> str | None:
    held = [hold_said(hold) for hold in file.retention.in_force()]
    return f"{'; '.join(held)}: lift it first" if held else None


def _no_such_words(file: ContractFile, entry: WordsErased, procedure: Procedure) -> str | None:
    for chosen in entry.words:
        where = f"entry {chosen.position}"
        found = digests_chosen(file, [(chosen.position, chosen.field)])
        if not found and file.first_recorded(chosen.position) is not None:
            return f"{where} holds no words{f' in {chosen.field}' if chosen.field else ''}"
        gone = {file.retention.erased[d].position or 0 for d in found if d in file.retention.erased}
        if found and len(gone) and all(d in file.retention.erased for d in found):
            return f"the words of {where} were erased before, by entry {', '.join(map(str, sorted(gone)))}"
    return None


def _not_decided(file: ContractFile, entry: WordsErased, procedure: Procedure) -> str | None:
    if entry.ground == "erased-before" and entry.by is None:
        return None  # the ledger itself, once more, what had been decided (ledger/privacy/erasure.py)
    if entry.by is None or not procedure.is_office(entry.by.office, DECIDING):
        titles = procedure.one_of(DECIDING)
        return f"it does not say that it was decided by {titles}"
    return None


def _claims_not_weighed(file: ContractFile, entry: WordsErased, procedure: Procedure) -> str | None:
    if "legal-claims" in entry.exceptions_weighed:
        return None
    if entry.ground == "erased-before":
        return NOT_IN_POINT
    ended = file.termination.ended
    proposed = bool(file.termination.proposals) and ended is None
    contested = proposed or any(True for _ in file.issues.open())
    if not contested:
        return NOT_IN_POINT
    return "issues or a termination are open on the file, and that it may be needed for a claim was not weighed"


def _live(file: ContractFile, entry: FileDisposed, procedure: Procedure) -> str | None:
    ended = file.termination.ended_on(entry.happened_on)
    return "the file records no end of the contract by then" if ended is None else None


def _still_kept(file: ContractFile, entry: FileDisposed, procedure: Procedure) -> str | None:
    if entry.ground != "retention-ended" and entry.because:
        return None
    why = _kept_on(file, entry.happened_on)
    return f"{why}; if it goes all the same, give another ground, and say why in `because`" if why else None


def _kept_on(file: ContractFile, day: date) -> str | None:
    ended, kept = file.termination.ended, file.retention.kept_for
    if kept is None:
        return "no retention was set for this file"
    last = kept.last_day(ended.on if ended else None)
    if last is None:
        return f"retention (entry {kept.position}) gives no day on which it ends"
    return f"it is kept until {dated(last)} by {kept.rule} (entry {kept.position})" if day <= last else None


def _words_in_certificate(file: ContractFile, entry: FileDisposed, procedure: Procedure) -> str | None:
    return "it cites exhibits, which would be destroyed with the file" if entry.exhibits else None


def _own_witness(file: ContractFile, entry: FileDisposed, procedure: Procedure) -> str | None:
    if entry.authorised_by.person.casefold() == entry.witnessed_by.person.casefold():
        return f"{entry.authorised_by.person} both authorised and witnessed it; name another who witnessed it"
    return None


def _disposed_of(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    gone = file.retention.disposed
    return f"the file was disposed of on {dated(gone.on)} (entry {gone.position})" if gone is not None else None


def _lifted_before(file: ContractFile, entry: HoldLifted, procedure: Procedure) -> str | None:
    hold = file.retention.holds.get(entry.hold)
    if hold is not None and hold.lifted is not None:
        return f"{hold.id} was lifted on {dated(hold.lifted[0])} (entry {hold.lifted[1]})"
    return None


def _nobodys_matter(file: ContractFile, entry: HoldPlaced, procedure: Procedure) -> str | None:
    unnamed = isinstance(entry.matter, Said) and entry.matter.person is None
    if entry.scope == "person" and (entry.matter is None or unnamed):
        return "matter does not say, under a pseudonym, whose matter is held"
    return None


def _no_period(file: ContractFile, entry: RetentionSet, procedure: Procedure) -> str | None:
    if (entry.years is None) == (entry.keep_until is None):
        return "it gives neither years nor a day, or both: give one of the two"
    return None


def _over_before(file: ContractFile, entry: RetentionSet, procedure: Procedure) -> str | None:
    ended = file.termination.ended
    end = ended.on if ended is not None else file.end_date(entry.happened_on)
    last = last_day(entry.years, entry.keep_until, ended.on if ended is not None else None)
    if last is None:
        return NOT_IN_POINT
    if end is not None and last < end:
        return f"it would be kept until {dated(last)}, and the contract ends on {dated(end)}"
    if last < entry.happened_on:
        return f"it would have been kept until {dated(last)} only, before the day this was settled"
    return None


def _held_already(file: ContractFile, entry: HoldPlaced, procedure: Procedure) -> str | None:
    # Whose matter a hold on a person is for is not known to the file, and two people are held for one dispute.
    same = [hold for hold in file.retention.in_force() if hold.scope == entry.scope == "file"]
    if not same:
        return NOT_IN_POINT
    held = [hold_said(hold) for hold in same if hold.purpose == entry.purpose]
    return f"{'; '.join(held)} already" if held else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="file.not-disposed-of", citation="CPC307-K1", level="contradiction", of=Entry,
        sentence="Nothing is added to a file that was disposed of.", found=_disposed_of,
    ),
    Rule(
        id="retention.states-how-long", citation="TVP-4.0-14", level="contradiction", of=RetentionSet, field="years",
        sentence="Retention is a number of years or a day.", found=_no_period,
    ),
    Rule(
        id="retention.outlasts-the-contract", citation="TVP-4.0-14", level="explain", of=RetentionSet,
        field="keep_until", sentence="A file is kept beyond the end of its contract, and to a day that is not past.",
        found=_over_before,
    ),
    Rule(
        id="hold.not-placed-twice", citation="CPC307-K1", level="explain", of=HoldPlaced, field="purpose",
        sentence="One hold keeps the file for one purpose.", found=_held_already,
    ),
    Rule(
        id="hold.says-whose-matter", citation="CPC307-K1", level="contradiction", of=HoldPlaced, field="matter",
        sentence="A hold of one person's matter says whose, by pseudonym.", found=_nobodys_matter,
    ),
    Rule(
        id="hold.lifted-once", citation="TVP-4.0-16", level="contradiction", of=HoldLifted, field="hold",
        sentence="Only a hold that is in force is lifted.", found=_lifted_before,
    ),
    Rule(
        id="hold.by-legal-services", citation="CPC307-K1", level="explain", of=(HoldPlaced, HoldLifted), field="by",
        sentence="Legal Services place and lift holds.",
        found=not_by("legal-services", "it was not done by Legal Services"),
    ),
    Rule(
        id="erasure.not-under-hold", citation="CPC307-K1", level="contradiction", of=WordsErased, field="words",
        sentence="Nothing is erased while a legal hold keeps it.", found=_erased_under_hold,
    ),
    Rule(
        id="erasure.of-words-there-are", citation="CPC307-K1", level="contradiction", of=WordsErased, field="words",
        sentence="Only words that are there are erased.", found=_no_such_words,
    ),
    Rule(
        id="erasure.decided-by-the-office", citation="CPC307-K1", level="contradiction", of=WordsErased, field="by",
        sentence="Words are erased by decision of Legal Services or the data protection officer.", found=_not_decided,
    ),
    Rule(
        id="erasure.claims-weighed", citation="CPC307-K1", level="explain", of=WordsErased, field="exceptions_weighed",
        sentence="Before words are erased it is weighed whether a legal claim needs them (UK GDPR Art. 17(3)(e)).",
        found=_claims_not_weighed,
    ),
    Rule(
        id="disposal.not-under-hold", citation="CPC307-K1", level="contradiction", of=FileDisposed,
        sentence="No file is disposed of while a legal hold keeps it.", found=_disposed_under_hold,
    ),
    Rule(
        id="disposal.of-an-ended-contract", citation="TVP-4.0-14", level="contradiction", of=FileDisposed,
        field="happened_on", sentence="Only the file of a contract that has ended is disposed of.", found=_live,
    ),
    Rule(
        id="disposal.holds-no-words", citation="CPC307-K1", level="contradiction", of=FileDisposed, field="exhibits",
        sentence="A certificate of disposal holds nothing that is destroyed with the file.",
        found=_words_in_certificate,
    ),
    Rule(
        id="disposal.witnessed-by-another", citation="TVP-4.0-16", level="contradiction", of=FileDisposed,
        field="witnessed_by", sentence="Somebody else than who authorised a disposal witnesses it.",
        found=_own_witness,
    ),
    Rule(
        id="disposal.after-retention", citation="TVP-4.0-14", level="contradiction", of=FileDisposed, field="ground",
        sentence="A file is kept until its retention has run out, unless the certificate says why not.",
        found=_still_kept,
    ),
)  # fmt: skip
