"""What is asked of mediation, arbitration and the courts: of taking a dispute there, and of what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from ledger.dates.working_days import dated
from ledger.dispute_results import DECIDED, DECIDES, arbitrator, in_dispute_on, latest, under_way, under_way_since
from ledger.disputing import only_one, same
from ledger.names import few, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.disputes.entries import (
    ArbitratorAppointed,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    Forum,
    InterimReliefSought,
)
from ledger.subjects.disputes.register import Referral

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


MODEL = ("cedr", "centre for effective dispute resolution")
"""How the rules are called that a mediation is held under: the model procedure of the CEDR."""

_SAID = {"failed": "failed", "declined": "was declined"}


def _taken_there_already(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    """The same dispute at the same place twice is one referral told twice, unless the two go by different numbers; a
    court is gone to where arbitration is not chosen, and not beside it."""
    elsewhere = referrals_going_on(file, entry)
    if entry.to == "arbitration" and (in_court := [r for r in elsewhere if r.to == "litigation"]):
        return f"{under_way_since(in_court[-1])}; record what came of it before arbitration is chosen instead"
    if not (going_on := [r for r in elsewhere if r.to == entry.to]):
        return NOT_IN_POINT
    for referral in going_on:
        before = file.at(referral.position)
        number = before.entry.reference if before and isinstance(before.entry, DisputeReferred) else None
        if number is None or entry.reference is None or same_name(number, entry.reference):
            return (
                f"{under_way_since(referral)}; supplement or correct that entry, or record what came of it before "
                "the dispute is taken there again"
            )
    return None


def referrals_going_on(file: ContractFile, entry: DisputeReferred) -> list[Referral]:
    """Where the dispute was taken before and has not come to an end, as far as it is told apart from others."""
    if entry.dispute is None and not only_one(file):
        return []
    return under_way(file, entry.happened_on, (entry.dispute,) if entry.dispute else file.disputes.by_id)


def _under_other_rules(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    if entry.to != "mediation":
        return NOT_IN_POINT
    if entry.model_procedure is None:
        return "it does not say under which rules"
    if any(name in entry.model_procedure.casefold() for name in MODEL):
        return None
    return f"it is held under {entry.model_procedure}, and the procedure names the CEDR model procedure"


def _mediator_decided(file: ContractFile, entry: DisputeReferralConcluded, procedure: Procedure) -> str | None:
    if entry.forum in DECIDES or entry.result not in ("for-the-authority", "for-the-provider"):
        return None
    return (
        f"a mediator decides for nobody, and the result is {entry.result}; "
        "it is settled, not-settled, in-part where part was settled, or withdrawn"
    )


def _settled_in_mediation(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    """What came of it last is that both settled it: then arbitration follows no mediation that failed.

    The courts are open all the same, for one who would have the settlement kept.
    """
    if entry.to == "litigation":
        return None
    last = latest(file, entry.latest_on, (entry.dispute,) if entry.dispute else file.disputes.by_id)
    ends = {end.position: end for end in file.disputes.referral_ends if end.result == "settled"}
    settled = [ends.get(result.position) for result in last]
    end = settled[0] if settled else None
    if end is None or None in settled:
        return None
    return (
        f"{end.to} ended on {dated(end.on)} with the dispute settled (entry {end.position}); correct that entry or "
        "strike it out if it was not, or record what began another"
    )


def _mediation_otherwise(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    """What an entry says of mediation is held against what the file has of it, by the last day it may be of."""
    if settled := _settled_in_mediation(file, entry, procedure):
        return settled
    said, day, held = entry.mediation, entry.latest_on, file.disputes
    if said is None or entry.to == "mediation" or (entry.dispute is None and not only_one(file)):
        return None  # it says nothing of it, or it cannot be told of which dispute
    going_on = under_way(file, day, (entry.dispute,) if entry.dispute else held.by_id)
    for referral in going_on:
        if referral.to == "mediation":
            return (
                f"it says that mediation {_SAID[said]}, and {under_way_since(referral)}; record first what came of it"
            )
    there = [r for r in held.referrals if r.to == "mediation" and r.on <= day and same(r.dispute, entry.dispute)]
    if said == "failed" and not there:
        return (
            f"it says that mediation {_SAID[said]}, and none is on file for {dated(day)} or before; record first that "
            "the dispute was taken there, or say that it was declined"
        )
    ended = [e for e in held.referral_ends if e.to == "mediation" and e.on <= day and same(e.dispute, entry.dispute)]
    if said == "declined" and ended and ended[-1].result != "withdrawn":
        end = ended[-1]
        came = str(end.result).replace("-", " ")
        return f"it says that mediation {_SAID[said]}, and it ended on {dated(end.on)}: {came} (entry {end.position})"
    return None


def _by_the_provider_alone(file: ContractFile, entry: DisputeReferred, procedure: Procedure) -> str | None:
    if entry.to == "litigation":
        return NOT_IN_POINT
    if entry.by_party != "provider":
        return None
    return f"the provider took it to {entry.to} by itself"


def _no_arbitration(file: ContractFile, entry: ArbitratorAppointed, procedure: Procedure) -> str | None:
    held, day = file.disputes, entry.happened_on
    referred = [
        r.on for r in held.referrals if r.to == "arbitration" and same(r.dispute, entry.dispute) and r.on <= day
    ]
    if not referred:
        return f"by {dated(day)} no dispute had been referred to arbitration"
    ended = [r for r in held.referral_ends if r.to == "arbitration" and same(r.dispute, entry.dispute)]
    over = next((r for r in ended if max(referred) <= r.on <= day), None)
    return f"the arbitration came to its end on {dated(over.on)} (entry {over.position})" if over else None


def _another_arbitrator(file: ContractFile, entry: ArbitratorAppointed, procedure: Procedure) -> str | None:
    day = entry.happened_on
    if not any(a.on <= day and same(a.dispute, entry.dispute) for a in file.disputes.arbitrators):
        return NOT_IN_POINT
    there = arbitrator(file, entry.dispute, day)
    return f"{there.name} was appointed on {dated(there.on)} (entry {there.position}), and stands" if there else None


def _decided_by_nobody(file: ContractFile, entry: DisputeReferralConcluded, procedure: Procedure) -> str | None:
    """An award is an arbitrator's; what was settled or withdrawn before one was appointed needs none."""
    if entry.forum != "arbitration" or entry.result not in DECIDED:
        return NOT_IN_POINT
    there = arbitrator(file, entry.dispute, entry.happened_on)
    return None if there else "that an arbitrator had been appointed by then is not on file"


def _never_referred(
    file: ContractFile, entry: DisputeReferralConcluded | DisputeSettled, procedure: Procedure
) -> str | None:
    forum = entry.forum if isinstance(entry, DisputeReferralConcluded) else entry.settled_at
    there = (r for r in file.disputes.referrals if r.to == forum and same(r.dispute, entry.dispute))
    if forum not in get_args(Forum) or any(r.on <= entry.latest_on for r in there):
        return None
    return (
        f"that the dispute was taken to {forum} is not on file for {dated(entry.latest_on)} or before; "
        "record first that it was referred"
    )


def _of_which_dispute(file: ContractFile, entry: InterimReliefSought, procedure: Procedure) -> str | None:
    day = entry.happened_on
    there = in_dispute_on(file, day)
    named = [one.dispute for one in there if one.dispute is not None]
    if not named:
        return NOT_IN_POINT
    if entry.dispute is not None:
        return None
    if len(there) == 1:
        return f"it is not said whether it is about {named[0]}, which was open on {dated(day)}, and counts as being so"
    return f"it is not said which it is about of {few(named)}, open on {dated(day)}, and counts as outside any"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="dispute.relief-says-which", citation="TVP-5.2-8b", level="advise", of=InterimReliefSought, field="dispute",
        sentence="Urgent relief from a court says which open dispute it is about.", found=_of_which_dispute,
    ),
    Rule(
        id="dispute.referral-is-the-authoritys", citation="TVP-5.2-6a", level="advise", of=DisputeReferred,
        field="by_party", found=_by_the_provider_alone,
        sentence="Mediation and arbitration are the authority's to choose; the courts are open to either party.",
    ),
    Rule(
        id="dispute.court-and-reference", citation="TVP-5.2-7", level="advise", of=DisputeReferred, field="court",
        sentence="Of a dispute taken to court it is on record to which, and under what number.",
        found=leaves_out(
            {"court": "to which court", "reference": "under what number there"}, "it does not say {missing}", " or ",
            where=lambda entry: entry.to == "litigation",
        ),
    ),
    Rule(
        id="dispute.taken-there-once", citation="TVP-5.2-7", level="advise", of=DisputeReferred, field="to",
        sentence="A dispute is not taken again to where it is under way, nor to arbitration while it is in court.",
        found=_taken_there_already,
    ),
    Rule(
        id="dispute.mediated-under-the-model", citation="TVP-5.2-5", level="advise", of=DisputeReferred,
        field="model_procedure", found=_under_other_rules,
        sentence="A mediation is held under the CEDR model procedure.",
    ),
    Rule(
        id="dispute.mediator-decides-for-nobody", citation="TVP-5.2-5", level="contradiction",
        of=DisputeReferralConcluded, field="result", found=_mediator_decided,
        sentence="A mediation settles a dispute, in whole or in part, or does not; nobody decides it there.",
    ),
    Rule(
        id="dispute.mediation-as-on-file", citation="TVP-5.2-6a", level="contradiction", of=DisputeReferred,
        field="mediation", found=_mediation_otherwise,
        sentence="Arbitration is chosen without mediation or where it failed, by what the file has of it, not once "
        "mediation settled the dispute.",
    ),
    Rule(
        id="dispute.arbitrator-by-a-route", citation="TVP-5.2-6b", level="advise", of=ArbitratorAppointed,
        field="route", found=lacks("route", found="it does not say by which"),
        sentence="The arbitrator is agreed by both or appointed by the President of the Law Society.",
    ),
    Rule(
        id="dispute.one-arbitrator", citation="TVP-5.2-6b", level="explain", of=ArbitratorAppointed,
        field="arbitrator", sentence="A dispute is referred to a single arbitrator.", found=_another_arbitrator,
    ),
    Rule(
        id="dispute.arbitrator-of-an-arbitration", citation="TVP-5.2-6b", level="explain", of=ArbitratorAppointed,
        field="happened_on", found=_no_arbitration,
        sentence="An arbitrator is appointed once arbitration was chosen, and before it is over.",
    ),
    Rule(
        id="dispute.president-failing-agreement", citation="TVP-5.2-6b", level="advise", of=ArbitratorAppointed,
        field="failure_to_agree",
        found=lacks(
            "failure_to_agree", where=lambda entry: entry.route == "law-society-president",
            found="the President appointed, and it is not said that or how the parties failed to agree",
        ),
        sentence="The President of the Law Society appoints the arbitrator where the parties fail to agree.",
    ),
    Rule(
        id="dispute.decided-by-an-arbitrator", citation="TVP-5.2-6b", level="advise", of=DisputeReferralConcluded,
        field="forum", sentence="An arbitration is decided by a single arbitrator who was appointed.",
        found=_decided_by_nobody,
    ),
    Rule(
        id="dispute.referred-before-concluded", citation="TVP-5.2-5", level="contradiction",
        of=(DisputeReferralConcluded, DisputeSettled), found=_never_referred,
        sentence="What comes to an end, or is settled, in mediation, arbitration or court was taken there first.",
    ),
)  # fmt: skip
