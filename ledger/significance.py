"""Whether an issue is significant: the four tests for going to the formal procedure at once (TVP-5.0-2 to TVP-5.0-5).

Each test stands alone (requirements, J-10: the text does not add them together). The shares are settings of the
procedure, compared without rounding: 10 per cent of £120,000 is £12,000, and £11,999.99 is less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.entry import Money, own

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.issues import IssueSignificanceAssessed
    from ledger.words import Personal, Text


TESTS: Mapping[str, tuple[str, str]] = {
    "value": ("value_affected", "value_share"), "clients": ("clients_affected", "client_share"),
    "harm": ("harm", "harm_facts"), "reputation": ("reputation", "reputation_facts"),
}  # fmt: skip
"""Each test, and the fields of an assessment that speak of it."""
AS_TESTED = "issue.significant-as-tested"
"""The rule that an issue is significant where one of the tests is met (TVP-5.0-2)."""
Tested = tuple[str, int, int]
"""A test, the assessment that spoke of it last, and the entry by which that came to say so: itself, or its
correction."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A test that an earlier assessment showed to be met, and that none since then speaks of."""

    test: str
    words: str
    position: int
    says: IssueSignificanceAssessed


def left_standing(
    file: ContractFile, assessed: IssueSignificanceAssessed, tested: Iterable[Tested], procedure: Procedure
) -> list[Standing]:  # fmt: skip
    """Return which tests that earlier assessments of an issue spoke of last (`Issue.tested`) they showed to be met,
    each by the procedure of its own day, and of which this one says nothing: to assess one test anew takes nothing away
    from another (J-10)."""
    found = []
    for test, position, _ in tested:
        recorded = file.at(position)
        before = recorded.entry if recorded else None
        if isinstance(before, type(assessed)) and test not in spoken_of(assessed):
            shown = by_test(file, before, file.judging(position, procedure))
            found += [Standing(test=test, words=shown[test], position=position, says=before)] if test in shown else []
    return found


def spoken_of(assessed: IssueSignificanceAssessed) -> list[str]:
    """Return the tests an assessment speaks of, by a figure, a share, a mark or facts."""
    said = {test: [own(assessed, field) for field in fields] for test, fields in TESTS.items()}
    # A figure of 0 speaks of its test.
    return [test for test, values in said.items() if any(value is not None and value is not False for value in values)]


def facts_of(assessed: IssueSignificanceAssessed) -> dict[str, Personal | Text]:
    """Return the facts an assessment states of harm and of reputation, by the test (TVP-5.0-4, TVP-5.0-5)."""
    stated = {"harm": assessed.harm_facts, "reputation": assessed.reputation_facts}
    return {test: facts for test, facts in stated.items() if facts is not None}


def facts_missing(assessed: IssueSignificanceAssessed) -> list[str]:
    """Return which of harm and reputation an assessment finds without stating the facts (TVP-5.0-4, TVP-5.0-5)."""
    found = {"harm": assessed.harm, "reputation": assessed.reputation}
    return [test for test, is_met in found.items() if is_met and test not in facts_of(assessed)]


def without_facts(tests: Iterable[str]) -> str | None:
    """Return in words that facts of these tests are not stated; None where of none."""
    words = {"harm": "the harm", "reputation": "the harm to reputation"}
    missing = " and of ".join(words[test] for test in tests)
    return f"the facts of {missing} are not stated" if missing else None


def met(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> list[str]:
    """Return each test an assessment shows to be met, in words with its figures; empty where it shows none."""
    return list(by_test(file, assessed, procedure).values())


def by_test(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> dict[str, str]:
    """Return the same by the test that is met.

    What is affected is measured by the figures given, else by what the contract's own are on the day (TVP-5.0-2,
    TVP-5.0-3); a share alone, by itself.
    """
    share, clients = procedure.setting("significance.value"), procedure.setting("significance.clients")
    value, annual = assessed.value_affected, _annual_value(file, assessed)
    people, group = assessed.clients_affected, _client_group(file, assessed)
    found = dict[str, str]()
    if share and value and annual and _of(value.pence, annual.pence, share) and value.currency == annual.currency:
        found["value"] = f"{value} of {annual} a year is {share} % or more"
    elif share and value is None and _reaches(assessed.value_share, share):
        found["value"] = f"{assessed.value_share} % of the annual value is {share} % or more"
    if clients and people is not None and group and _of(people, group, clients):
        found["clients"] = f"{people} of {group} clients is {clients} % or more"
    elif clients and people is None and _reaches(assessed.client_share, clients):
        found["clients"] = f"{assessed.client_share} % of the clients is {clients} % or more"
    if procedure.setting("significance.harm") and assessed.harm:
        found["harm"] = "a client or staff came to harm through the provider's negligence"
    if procedure.setting("significance.reputation") and assessed.reputation:
        found["reputation"] = "the authority's reputation is harmed or likely to be"
    return found


def not_weighed(assessed: IssueSignificanceAssessed, procedure: Procedure) -> list[str]:
    """Return each of the last two tests of which facts are stated and which is not found to be met, in words
    (TVP-5.0-4, TVP-5.0-5)."""
    stated = (
        ("harm", assessed.harm, assessed.harm_facts, "facts of harm to a client or to staff"),
        ("reputation", assessed.reputation, assessed.reputation_facts, "facts of harm to the authority's reputation"),
    )
    return [
        f"{what} are stated, and that test is not marked as met"
        for test, found, facts, what in stated if facts is not None and not found
        and procedure.setting(f"significance.{test}")
    ]  # fmt: skip


def not_measured(file: ContractFile, assessed: IssueSignificanceAssessed) -> list[str]:
    """Return what keeps a share from being measured: one figure of two, another currency, nothing to measure by,
    another than what is on file of the contract, or a share stated beside figures that make another."""
    value, annual = assessed.value_affected, _annual_value(file, assessed)
    lacking = []
    if value and not annual:
        lacking.append(
            "of the value affected and the annual value only one is given, and the contract's is not on file"
        )
    elif assessed.annual_value and not value:
        lacking.append("of the value affected and the annual value only one is given")
    elif value and annual and (value.currency != annual.currency or annual.pence <= 0):
        lacking.append(f"{value} cannot be measured by {annual}")
    if assessed.clients_affected is not None and not _client_group(file, assessed):
        lacking.append("of the clients affected and the client group only one is given, and its size is not on file")
    elif assessed.clients_affected is None and assessed.client_group is not None:
        lacking.append("of the clients affected and the client group only one is given")
    own_value, own_group = _value_on_file(file, assessed), _group_on_file(file)
    if assessed.annual_value and own_value and assessed.annual_value != own_value:
        lacking.append(f"{assessed.annual_value} is given as the annual value, and {own_value} is on file")
    if assessed.client_group and own_group and assessed.client_group != own_group:
        lacking.append(f"{assessed.client_group} are given as the client group, and {own_group} are on file")
    return [*lacking, *_shares_unlike(file, assessed)]


def _shares_unlike(file: ContractFile, assessed: IssueSignificanceAssessed) -> Iterator[str]:
    """The shares stated that are not what their figures make, however these are rounded or cut."""
    value, annual = assessed.value_affected, _annual_value(file, assessed)
    people, group = assessed.clients_affected, _client_group(file, assessed)
    by_value = (value.pence, annual.pence) if value and annual and value.currency == annual.currency else None
    by_clients = (people, group) if people is not None and group else None
    for share, figures, part, whole, of in (
        (assessed.value_share, by_value, value, annual, "the annual value"),
        (assessed.client_share, by_clients, people, f"{group} clients", "the clients"),
    ):
        if share is None or figures is None or figures[1] <= 0:
            continue
        made = Decimal(figures[0]) * 100 / Decimal(figures[1])
        if abs(Decimal(share) - made) >= Decimal(1).scaleb(int(Decimal(share).as_tuple().exponent)):
            yield f"{share} % of {of} is given, and {part} of {whole} is {_percent(made)} %"


def _percent(share: Decimal) -> str:
    """A share with as many of six places as it needs."""
    return f"{share:.6f}".rstrip("0").rstrip(".")


def _annual_value(file: ContractFile, assessed: IssueSignificanceAssessed) -> Money | None:
    """The annual value given, else the contract's own."""
    return assessed.annual_value or _value_on_file(file, assessed)


def _value_on_file(file: ContractFile, assessed: IssueSignificanceAssessed) -> Money | None:
    """The contract's annual value, as varied until the day."""
    own = file.value_of("annual-value", assessed.happened_on)
    return own.value if own and isinstance(own.value, Money) else None


def _client_group(file: ContractFile, assessed: IssueSignificanceAssessed) -> int | None:
    """How many receive the service: as given, else by the contract on file."""
    return assessed.client_group or _group_on_file(file)


def _group_on_file(file: ContractFile) -> int | None:
    contract = file.agreement.contract
    return contract.client_group_size if contract else None


def _reaches(said: str | None, share: int) -> bool:
    return said is not None and Decimal(said) >= share


def _of(part: int, whole: int, share: int) -> bool:
    return whole > 0 and part * 100 >= whole * share
