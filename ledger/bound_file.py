"""The file as it is bound: by which procedure and laws it goes on a day, and whom and what that calls by which name.

A layer of the contract file (contract_file.py) that needs no more than the registers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.entry import Entry, own
from ledger.file_registers import FileRegisters
from ledger.names import same_name
from ledger.procedures import InOffice, Procedure, ProcedureError, read
from ledger.procedures.laws import laws_of
from ledger.procurement_act import OUTSIDE
from ledger.subjects.knowledge import Objectives


@dataclass
class BoundFile(FileRegisters):
    """The registers of one file, and the procedure and laws it is bound to."""

    def procedure_on(self, day: date) -> str | None:
        """Return the procedure the file was bound to on a day, else opened under; on the authority's own file, the
        one adopted last; None where none of these is so.

        What was decided before another procedure was bound keeps the one it was decided under (IMP-30-b). What the need
        was put under stays so when the contract is registered, unless that says otherwise; and what happened before a
        file was opened is put under what it was opened under (docs/adr/0192).
        """
        return self.records.procedure_on(day) or self.adoption.newest_on(day) or self._opened_under(day)

    def _opened_under(self, day: date) -> str | None:
        need, contract = self.procurement.need, self.agreement.contract
        if need is not None and contract is not None:
            return contract.procedure if contract.procedure and contract.effective_on <= day else need.procedure
        opened = contract or need or self.programme.opened or self._opened_by()
        return own(opened, "procedure") if opened else None

    def _opened_by(self) -> Entry | None:
        """What opened the file first, as it stands by now: also where by the day of the file it was not opened yet."""
        if not self.known or not self.known[0].entry.opens:
            return None
        openings = (self.as_now(recorded.position) for recorded in self.known if recorded.entry.opens)
        return next((opening for opening in openings if opening is not None), None)

    @property
    def programme_opened_on(self) -> date | None:
        """Return the day the programme was opened, as that stands by now, also where by the day of the file it was not
        yet; None of a file that is none."""
        opened = self.programme.opened or self._opened_by()
        return opened.happened_on if opened is not None and opened.files == ("programme",) else None

    def bound_to(self, day: date) -> Procedure | None:
        """Return the procedure the file was bound to on a day; None where it is bound to none that can be read."""
        name = self.procedure_on(day)
        try:
            return read(name) if name else None
        except ProcedureError:
            return None

    def office_in_words(self, office: str, day: date) -> str:
        """Return an office within a sentence, as the procedure calls it that the file was bound to on a day."""
        procedure = self.bound_to(day)
        return procedure.office_in_words(office) if procedure else office.replace("-", " ")

    def person_in_office(self, who: InOffice | None, day: date) -> str:
        """Return somebody with their office, as the procedure calls it that the file was bound to on a day."""
        procedure = self.bound_to(day)
        return procedure.person_in_office(who) if procedure else str(who or "nobody named")

    @property
    def laws(self) -> tuple[str, ...]:
        """Return the laws that bind the contract whatever its procedure, by when its procurement began.

        None where that is not on file, where earlier law goes on to govern it, or where it is no public contract.
        """
        regime = self.regulation.regime
        if regime is None or regime.says.under_earlier_law or regime.is_special(*OUTSIDE):
            return ()
        return laws_of(regime.says.procurement_began_on)

    def advised_by(self, procedure: Procedure | None) -> str | None:
        """Return the body that advises the programme, which agrees standard objectives: as the programme names it now,
        else as its procedure does; None where neither does (IMP-19-a)."""
        named = self.programme.opened.advised_by if self.programme.opened else None
        return named or (procedure.advising_body if procedure else None)

    def by_the_body(self, held: Objectives) -> bool:
        """Return whether the body agreed objectives whose it is to do so, as far as is known now (IMP-19-a)."""
        body = self.advised_by(self.bound_to(held.on))
        if body is None or held.agreed_by is None:
            return not held.departs and held.agreed_by is not None
        return self._is_body(held.agreed_by, body, held.on)

    def is_its_body(self, named: str | None, day: date) -> bool:
        """Return whether something went to the body the programme is reported to, by any of the names that the
        procedure of that day has for it; so did all where the programme names none (IMP-13-d, IMP-19-c)."""
        body = self.programme.opened.advised_by if self.programme.opened else None
        return body is None or (named is not None and self._is_body(named, body, day))

    def _is_body(self, named: str, body: str, day: date) -> bool:
        procedure = None if same_name(named, body) else self.bound_to(day)
        return procedure.is_body(named, body) if procedure else same_name(named, body)
