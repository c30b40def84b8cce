"""Whether the signed contract went to whom it was awarded, and came back countersigned by them (HCC-A9-d, HCC-A9-e).

What the file shows to have gone to, or to have been signed by, another company or the authority itself is none of it.
Of a person of whom nothing is on file it shows nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.names import name_key, same_person
from ledger.offices import is_the_authoritys, is_the_provider

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.organisations import Organisation
    from ledger.subjects.procurement.register import CameBack, SentOut

FORM = re.compile(r"[ ,]+(ltd|limited|llp|plc|cic|cio)\b\.?")
"""By this the name of a firm is told from a person's, who may be anybody's."""


def sent_to_the_provider(file: ContractFile) -> list[SentOut]:
    """Return each time the contract was sent out to be countersigned, as far as it did not go to somebody else."""
    return [sent for sent in file.procurement.issued if sent_elsewhere(file, sent.sent_to, sent.on) is None]


def came_back(file: ContractFile) -> list[CameBack]:
    """Return each time it came back countersigned, as far as it was not countersigned by somebody else."""
    returned = file.procurement.countersigned
    return [back for back in returned if signed_elsewhere(file, back.signatory, back.sent_out, back.on) is None]


def sent_elsewhere(file: ContractFile, sent_to: str | None, day: date) -> str | None:
    """Return in words that a contract was sent on a day to another company than it was awarded to, or to the authority
    itself; None where that is not shown."""
    provider = awarded_to(file, day)
    if provider is None or sent_to is None:
        return None
    if is_the_authoritys(file, sent_to, day) or _is_another_company(file, sent_to, provider):
        return f"it was sent to {sent_to}, and the contract was awarded to {provider.name}"
    return None


def sent_to_another_than_recommended(file: ContractFile, sent_to: str, day: date) -> str | None:
    """Return in words that a contract was sent on a day, before an award was authorised, to another company than it is
    recommended to award it to; None where that is not shown, or none is recommended by then."""
    those = [
        award.says.provider for award in file.procurement.awards.values()
        if award.says is not None and award.on is not None and award.on <= day
        and (award.given_up is None or award.given_up[0] > day)
    ]  # fmt: skip
    if not those or not all(_is_another_company(file, sent_to, provider) for provider in those):
        return None
    return f"it was sent to {sent_to}, and {those[-1].name} is recommended"


def signed_elsewhere(file: ContractFile, signatory: str | None, sent_out: int | None, day: date) -> str | None:
    """Return in words that a contract that came back on a day was signed for another company than it was awarded to, or
    for the authority; None where that is not shown.

    `sent_out`: the entry by which what came back had been sent out; None for the last.
    """
    provider = awarded_to(file, day)
    if signatory is not None:
        if is_the_authoritys(file, signatory, day):
            return f"{signatory}, who signed it, is of the authority"
        if is_of_the_provider(file, signatory, day):
            return None
        if provider is not None and _is_another_company(file, signatory, provider):
            return f"{signatory} signed it, and the contract was awarded to {provider.name}"
    answered = [sent for sent in file.procurement.issued if sent_out in (sent.position, None) and sent.on <= day]
    if provider is None or not answered or (to := answered[-1].sent_to) is None:
        return None
    if not _is_another_company(file, to, provider):
        return None
    return f"what came back had been sent to {to}, and the contract was awarded to {provider.name}"


def is_of_the_provider(file: ContractFile, signatory: str, day: date) -> bool:
    """Return whether a name is of whom the contract was awarded to, or of somebody on file as of the provider."""
    provider = awarded_to(file, day)
    if (provider is not None and firm(provider.name) in name_key(signatory)) or is_the_provider(file, signatory):
        return True
    return any(same_person(signatory, term.person) for term in file.people.contacts(day))


def awarded_to(file: ContractFile, day: date) -> Organisation | None:
    """Return whom the contract had been awarded to by a day, whoever authorised that; None where to nobody."""
    made = [
        (one, award.says.provider) for award in file.procurement.awards.values() for one in award.authorised
        if award.says is not None and one[0] <= day and (award.given_up is None or award.given_up[0] > day)
    ]  # fmt: skip
    return max(made, key=lambda one: one[0])[1] if made else None


def firm(name: str) -> str:
    """Return the name of a firm without its legal form, to be compared."""
    return FORM.sub("", name_key(name)).strip()


def _is_another_company(file: ContractFile, name: str, provider: Organisation) -> bool:
    """Whether a name is a company's, by its legal form or as one that tendered, and does not have the provider's in
    it."""
    key = name_key(name)
    if firm(provider.name) in key:
        return False
    return FORM.search(key) is not None or firm(name) in {firm(b.bidder.name) for b in file.procurement.bids.values()}
