"""Partner organisations' policies and protocols apply to what they share: a plan, the management of a contract."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.activities import PlannedActivity
from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.implementation import ImplementationPlanAgreed
from ledger.subjects.people import ContractManagementDelegated
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.subjects.resources import ResourceLine, ResourcePlanAgreed
from ledger.words import Said
from projections.duties.due import duties
from projections.planning.partners_shown import partners_shown
from tests.story import ANN, changed, given
from tests.worked_through import view_of

DAY = date(2026, 4, 20)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Advice", start_date=date(2025, 2, 1)
)  # fmt: skip
TRUST = ConcernedGroup(who="partners", name="NHS Trust")
RESOURCES = ResourcePlanAgreed(
    happened_on=DAY, by=ANN, period=Span(first=date(2026, 5, 1), last=date(2026, 7, 31)),
    lines=(ResourceLine(id="L1", kind="human", name="Night staff", unit="hours", planned="70"),), agreed_with=(TRUST,),
)  # fmt: skip
PLAN = ImplementationPlanAgreed(
    happened_on=DAY, by=ANN, activities=(PlannedActivity(id="A1", name="Open the desk", days=5),),
    agreed_with=(TRUST,),
)  # fmt: skip
DELEGATED = ContractManagementDelegated(
    happened_on=DAY, by=ANN, person="Sam Sussex", body="Sussex OPCC", shared_with=("Surrey OPCC",), alongside=True
)
PROTOCOL = DocumentFiled(
    happened_on=date(2026, 4, 10), title="Sharing of information", document_kind="protocol",
    electronic_location="Folder 3", dated=date(2026, 1, 5), by=ANN,
)  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (RESOURCES, "resource.protocol-on-file"), (PLAN, "plan.protocol-on-file"),
        (DELEGATED, "delegation.protocol-on-file"),
    ],
)  # fmt: skip
def test_what_is_shared_with_partners_of_whom_no_protocol_is_on_file_is_asked_about_until_one_is(
    entry: Entry, rule: str
) -> None:
    """CPC307-K9, CPC308-K10: by whatever entry it is filed, or a word to that one says that there is none."""
    story = given(REGISTERED).when(entry).departs_from(rule)
    given(REGISTERED, PROTOCOL).when(entry).keeps(rule)
    alone = changed(entry, agreed_with=()) if rule != "delegation.protocol-on-file" else None
    if alone is not None:
        given(REGISTERED).when(alone).keeps(rule)

    assert story.last is not None
    view = view_of(story.file)
    assert any("protocol" in one.sentence for one in duties(view) if one.id.startswith("details/"))
    word = EntrySupplemented(
        happened_on=DAY, position=story.last.position, completes=(rule,), words=Said("None"), by=ANN
    )
    for later in (changed(PROTOCOL, happened_on=date(2026, 5, 4)), word):
        held = duties(view_of(story.when(later).recorded().file))
        assert not any("protocol" in one.sentence for one in held if one.id.startswith("details/"))


def test_resources_and_plan_show_the_protocols_of_partners_in_their_newest_version_or_that_there_is_none() -> None:
    """CPC307-K9, CPC308-K10: to the provider those it sees, and not with whom the contract is shared."""
    newer = changed(PROTOCOL, happened_on=date(2026, 5, 4), dated=date(2026, 5, 1))
    shared = given(REGISTERED, RESOURCES, PLAN, DELEGATED)
    without, later = view_of(shared.file), view_of(shared.when(PROTOCOL).when(newer).file)

    assert partners_shown(without, DAY).partners == ("Sussex OPCC", "Surrey OPCC", "NHS Trust")
    assert partners_shown(without, DAY).protocols == ()
    [protocol] = partners_shown(later, date(2026, 6, 1)).protocols
    assert (protocol.title, protocol.on) == ("Sharing of information", date(2026, 5, 1))
    assert partners_shown(later, date(2026, 6, 1), our_side=False).partners == ()
