"""What somebody may see of a file: which entries, and on what ground the others are withheld.

The marks that count are those an entry has now, whatever time is asked about: what was reclassified yesterday is not
shown by asking for last month. What changes or completes another entry is seen only by who may see that one
(projections/answering/withholding.py). docs/adr/0041.

Whoever may not see everything is shown registers, status, failings and duties folded from what they may see, so nothing
can be read off them. Insiders see that something is there (its position, and why it is withheld); a provider does not
see even that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

from api.people import Person
from ledger.contract_file import ContractFile
from ledger.entry import Entry, Recorded
from ledger.file_names import name_opened
from ledger.folding import fold
from ledger.names import same_name
from ledger.subjects.agreement import Organisation
from ledger.subjects.people import DELEGATED
from ledger.subjects.records import CorrectionConfirmed, EntryCorrected, EntryStruckOut, Marks
from projections.answering.withholding import GROUNDS, PRIVILEGED, consulted_by, withheld


class Sight:
    """What one person may see of one file, by how the file stands now."""

    def __init__(self, person: Person, file: ContractFile, today: Callable[[], date]) -> None:
        self.person = person
        self._now = file
        self._today = today

    @cached_property
    def is_party(self) -> bool:
        """Whether the file may be seen at all: a provider sees its own contracts only, a delegate those delegated."""
        contract = self._now.agreement.contract
        if self.person.has("delegate"):
            return self._is_told_in(DELEGATED)
        if not self.person.is_provider:
            return True
        return contract is not None and any(_is_of(self.person, organisation) for organisation in contract.providers)

    @cached_property
    def withheld(self) -> Mapping[int, str]:
        """Position -> why, for every entry on record that this person may not see."""
        return withheld(self._now, self._ground)

    @property
    def upto(self) -> int:
        """The newest position this sight was made from; what was recorded after it has not been looked at."""
        return self._now.position

    def sees(self, recorded: Recorded) -> bool:
        """Return whether the entry may be seen. Nobody sees what was recorded after the sight was made."""
        return self.is_party and recorded.position <= self.upto and recorded.position not in self.withheld

    def tells(self, position: int | None) -> bool:
        """Return whether an entry may be named by its position."""
        known = position is not None and 0 < position <= self.upto
        return self.is_party and known and position not in self.withheld

    def of(self, known: Iterable[Recorded]) -> list[Recorded]:
        """Return those of the entries that may be seen."""
        return [recorded for recorded in known if self.sees(recorded)]

    def seen(self, file: ContractFile, as_at: date | None = None) -> ContractFile:
        """Return the file folded from what may be seen of it; the file itself where that is everything."""
        visible = self.of(file.known)
        return file if len(visible) == len(file.known) else fold(visible, as_at)

    def position(self, file: ContractFile) -> int:
        """Return the newest position this person is told of: the file's, or a provider's last shared one."""
        if not self.person.is_provider:
            return file.position
        return max((recorded.position for recorded in self.of(file.known)), default=0)

    # --- grounds --------------------------------------------------------------------------------------------------

    def _ground(self, recorded: Recorded, marks: Marks) -> str | None:
        person = self.person
        audience, protection, named = marks
        if person.is_provider:
            return None if (audience, protection) == ("shared", "open") else "not shared"
        if person.has("operator"):
            return None
        if audience == "named":
            # Legal Services change the marks, so no entry is ever out of their sight.
            is_named = person.account in named or person.name in named
            return None if is_named or person.has("legal-services") else GROUNDS["named"]
        if audience == "legal" and not self._reads_privileged:
            return GROUNDS[protection if protection in PRIVILEGED else "legal"]
        if protection in PRIVILEGED and not (self._reads_privileged or self._leads or self._consulted(recorded.entry)):
            return GROUNDS[protection]
        return None

    def _consulted(self, entry: Entry) -> bool:
        """Whether it says that an office they are in consulted Legal Services: that is its own act (docs/adr/0218)."""
        return consulted_by(entry) in self.person.offices

    @cached_property
    def _reads_privileged(self) -> bool:
        granted = self.person.granted
        reference = name_opened(self._now.known[0].entry) if self._now.known else ""
        return self.person.has("legal-services") or "*" in granted or reference in granted

    @cached_property
    def _leads(self) -> bool:
        """Whether the file says they are its lead officer today. Nobody makes himself so by recording it himself."""
        return self.person.has("lead-officer") and self._is_told_in("lead-officer")

    def _is_told_in(self, office: str) -> bool:
        """Whether the file says, by another's entry, that they hold an office today."""
        in_office = self._now.people.in_office(office, self._today())
        term = next((term for term in in_office if same_name(term.person, self.person.name)), None)
        appointment = self._now.at(term.position) if term else None
        return appointment is not None and appointment.recorded_by.account != self.person.account


def _is_of(person: Person, organisation: Organisation) -> bool:
    numbers = {str(identifier) for identifier in organisation.identifiers}
    return any(own in numbers or same_name(own, organisation.name) for own in person.organisations)


def about_in_the_end(entry: Entry, file: ContractFile) -> Entry | None:
    """Return what the entry corrects, strikes out or confirms, through whatever lies between; itself if it does not."""
    about: Entry | None = entry
    while isinstance(about, EntryCorrected | EntryStruckOut | CorrectionConfirmed):
        target = file.first_recorded(about.position)
        about = target.entry if target is not None else None  # always an earlier one, so this ends
    return about
