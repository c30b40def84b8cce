"""A provider sees its own contracts, found by whatever it goes by: its name, or a number in a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from api.tokens import Tokens
from tests.api.conftest import CONTRACT, PREFIX, Ledger, served
from tests.ledgers import Ledgers

OWN = {
    "C-1": {"name": "3rd Age Care Ltd", "identifiers": [{"scheme": "GB-COH", "id": "01234567"}]},
    "C-2": {
        "name": "Third Age",
        "identifiers": [{"scheme": "GB-CHC", "id": "99"}, {"scheme": "GB-COH", "id": "01234567"}],
    },
    "C-3": {"name": "01234567 Meals", "identifiers": [{"scheme": "GB-CHC", "id": "01234567"}]},
}  # fmt: skip
CALLED: Mapping[str, tuple[tuple[str, ...], list[str]]] = {
    "by number": (("GB-COH 01234567",), ["C-1", "C-2"]),
    "by name": (("3RD age  care ltd",), ["C-1"]),
    "by another": (("GB-CHC 01234567", "third age"), ["C-2", "C-3"]),
    "by none": (("GB-COH 0123456",), []),
}


@pytest.fixture(scope="module")
def providers(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("served")
    tokens = Tokens(folder / "tokens.json")
    made = {name: tokens.make(name, ["provider"], organisations=list(own)) for name, (own, _) in CALLED.items()}
    with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as running:
        contracts = ({**CONTRACT, "file": ref, "reference": ref, "provider": own} for ref, own in OWN.items())
        running.as_("lead-officer").record(*contracts, at="2025-02-04T09:00:00Z")
        yield running, made


@pytest.mark.parametrize("called", CALLED)
def test_a_provider_finds_its_contracts_by_name_and_number_and_no_others(
    providers: tuple[Ledger, dict[str, str]], called: str
) -> None:
    running, made = providers
    answer = running.client.get(f"{PREFIX}/contracts", headers={"Authorization": f"Bearer {made[called]}"})

    assert [row["reference"] for row in answer.json()["contracts"]] == CALLED[called][1]
