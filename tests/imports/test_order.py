"""In whatever order notices come in, however often, in however many imports, the contract's file is the same."""

import secrets
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.imports.registration import plain
from ledger.contract_file import ContractFile
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import DocumentFiled
from ledger.subjects.variations import VariationAgreed
from tests.imports.conftest import Ledger
from tests.imports.notices import award, contract, lines, money, release
from tests.sampling import examples

VALUES = st.sampled_from(["100", "10000", "120000.50", "99"])
ENDS = st.sampled_from(["2027-03-31T23:59:59+01:00", "2027-09-30T23:59:59+01:00"])
OF_THE_FILE = ("reference", "published", "happened_on", "exhibits", "source")


def rating(metric: str, rated: str) -> dict[str, Any]:
    return {
        "id": metric,
        "title": f"KPI {metric}",
        "observations": [{"id": "o", "measureClassification": {"id": rated}}],
    }


@st.composite
def later(draw: st.DrawFn) -> dict[str, Any]:
    """One further notice of a contract, but for its id and day."""
    match draw(st.sampled_from(["award", "awardUpdate", "contract", "contractUpdate", "amendment", "rated", "ended"])):
        case "award" | "awardUpdate" as tag:
            return release(
                tag=(tag,), awards=(award(value=draw(VALUES), end=draw(ENDS)),), title=draw(st.sampled_from("AB"))
            )
        case "contract" | "contractUpdate" as tag:
            signed = contract(value=money(draw(VALUES)), period={"endDate": draw(ENDS)})
            return release(tag=(tag,), awards=(), contracts=(signed,))
        case "amendment":
            listed = draw(st.lists(st.sampled_from("123"), unique=True, max_size=2))
            amendments = [{"id": one, "value": money(draw(VALUES))} for one in listed]
            held = contract(amendments=amendments) | ({"value": money(draw(VALUES))} if draw(st.booleans()) else {})
            return release(tag=("contractAmendment",), awards=(), contracts=(held,))
        case "rated":
            metrics = [rating(draw(st.sampled_from("12")), draw(st.sampled_from(["met", "below"])))]
            return release(
                tag=("implementation",), awards=(), contracts=(contract(implementation={"metrics": metrics}),)
            )
        case _:
            over = contract(status="terminated", terminationRationaleClassification={"id": "contractCompleted"})
            over["implementation"] = {"endDate": "2025-03-31"}
            return release(tag=("contractTermination",), awards=(), contracts=(over,))


@st.composite
def chains(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The notices of one contract, in the order of their publication."""
    first = release(awards=(award(value=draw(VALUES)),))
    return [
        notice | {"id": f"{number:06}-2025", "date": f"2025-04-{number + 1:02}T09:00:00+01:00"}
        for number, notice in enumerate([first, *draw(st.lists(later(), max_size=5))])
    ]


def state(ledger: Ledger, file: ContractFile) -> dict[str, Any]:
    """What the file says of the contract: its terms, how they were varied, how it went, its end, its notices."""
    held = file.agreement.contract
    assert held is not None
    words = ledger.book.vault.words_of(file.known)
    agreed = [r.entry for r in file.of(VariationAgreed)]
    return {
        "terms": {n: plain(getattr(held, n), words) for n in type(held).model_fields if n not in OF_THE_FILE},
        "standing": [plain(getattr(file.value_of(t, held.end_date or held.happened_on), "value", None), words)
                     for t in ("end-date", "total-value")],
        "varied": sorted(str((e.happened_on, plain(getattr(e, "changes", ()), words))) for e in agreed),
        "assessed": sorted(str((getattr(r.entry, "indicator", ""), getattr(r.entry, "judgement", "")))
                           for r in file.of(PerformanceAssessed)),
        "ended": [(e.on, e.how) for e in file.termination.endings],
        "notices": sorted(str(getattr(r.entry, "title", "")) for r in file.of(DocumentFiled)),
    }  # fmt: skip


@settings(
    max_examples=examples(8),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chain=chains(), choose=st.data())
def test_any_order_any_repetition_and_any_division_give_the_same_file(
    ledger: Ledger, tmp_path: Path, chain: list[dict[str, Any]], choose: st.DataObject
) -> None:
    several = choose.draw(st.permutations(chain + choose.draw(st.lists(st.sampled_from(chain), max_size=3))))
    cuts = sorted(choose.draw(st.lists(st.integers(0, len(several)), max_size=3)))
    found = []
    for imports in ([chain], [several[a:b] for a, b in zip([0, *cuts], [*cuts, len(several)], strict=True)]):
        ocid = f"ocds-abc123-{secrets.token_hex(6)}"  # a contract of its own: one ledger serves all examples
        for notices in filter(None, imports):
            report = ledger.take(lines(tmp_path, *(notice | {"ocid": ocid} for notice in notices)))
            assert report.refused == 0, [o.refused for o in report.outcomes]
        [file] = [f for name, f in ledger.files().items() if name.startswith(ocid)]
        found.append(state(ledger, file))

    assert found[0] == found[1]


RICH = [
    release("1", "2025-04-01T09:00:00Z", awards=(award(value="100"),)),
    release("2", "2025-04-02T09:00:00Z", ("contract",), awards=(), contracts=(contract(value=money("120")),)),
    release("3", "2025-04-03T09:00:00Z", ("contractUpdate",), awards=(), contracts=(contract(value=money("130")),)),
    release("4", "2025-04-04T09:00:00Z", ("contractAmendment",), awards=(), contracts=(
        contract(value=money("200"), period={"endDate": "2027-09-30"}, amendments=[{"id": "1"}]),)),
    release("5", "2025-04-05T09:00:00Z", ("implementation",), awards=(), contracts=(
        contract(amendments=[{"id": "1"}], implementation={"metrics": [rating("1", "met"), rating("2", "below")]}),)),
    release("6", "2025-04-06T09:00:00Z", ("contractTermination",), awards=(), contracts=(
        contract(status="terminated", implementation={"endDate": "2025-04-05", "metrics": [rating("1", "met")]},
                 terminationRationaleClassification={"id": "contractCompleted"}),)),
]  # fmt: skip


def test_notices_that_come_in_one_by_one_the_last_first_end_in_the_same_file(ledger: Ledger, tmp_path: Path) -> None:
    found: list[dict[str, Any]] = []
    for imports in ([RICH], [[notice] for notice in reversed(RICH)]):
        ocid = f"ocds-abc123-{len(found)}"
        for notices in imports:
            ledger.take(lines(tmp_path, *(notice | {"ocid": ocid} for notice in notices)))
        [file] = [f for name, f in ledger.files().items() if name.startswith(ocid)]
        found.append(state(ledger, file))

    assert found[0]["ended"]
    assert found[0]["varied"]
    assert len(found[0]["assessed"]) == 2
    assert found[0] == found[1]
