"""Whether a later entry says what was missing with an earlier one, about the same proposal, period, dispute, issue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ledger.details import SAYS_ITS_RISK
from ledger.entry import Departure, Entry, Recorded, own
from ledger.names import among, same_name
from ledger.responsibility import named_in
from ledger.significance import facts_missing, facts_of
from ledger.subjects.disputes import FormalEscalationAuthorised, FormalEscalationRecommended
from ledger.subjects.issues import IssueSignificanceAssessed
from ledger.subjects.knowledge import TrainingMaterialUpdated
from ledger.subjects.meetings import AgendaItemConsidered, shortfall_left
from ledger.subjects.performance import DataReturnReceived, same_kind
from ledger.subjects.resources import ResourceResponsibilityNotified
from projections.view import FileView

ANEW = frozenset(("termination.case-complete",))
"""Those of a step before an early end that can be taken anew, with everything in it."""
OF_ITS_DISPUTE = frozenset(("dispute.reason-stated",))
"""Those whose breach a later step of the same dispute mends, which says what the earlier left out (TVP-5.0-1)."""
OF_THEIR_OWN = "resource.support-for-their-own-service"
"""The one whose breach a further word of the same responsibility mends that says it (CPC308-K14)."""
OF_ITS_ISSUE = "issue.significance-facts"
"""The one whose breach later assessments of the same issue mend that state the facts which this one left out
(TVP-5.0-4, TVP-5.0-5)."""
OF_ITS_THEME = "thematic-review."
"""Those whose breach a later review of the contract for the same theme mends, which leaves nothing of it out
(IMP-W2-08, IMP-W3-04)."""
OF_ITS_FIGURES = "agenda.says-what-is-done-about-a-shortfall"
"""The one whose breach corrective action mends that is taken after the meeting and names the figures (HCC-7.6-g)."""
OF_ITS_PERIOD = "return."
"""Those whose breach a further return for the same period mends, which leaves nothing of it out (HCC-8.1-c)."""
OF_ITS_CHANGE = "plan-change.weighed-on-four-heads"
"""The one whose breach a later evaluation of the same change mends, which weighs it on every head, and which nobody has
to mend any more once the change is rejected (CPC307-C6-b)."""
OF_WHAT_WAS_SAID = "representations.answer-says-what"
"""The one whose breach a further answer to the same words of the provider mends (HCC-2.1-b)."""
OF_ITS_COURSE = "training-material."
"""Those whose breach a later update of the same course mends, which leaves nothing of it out (IMP-20-b, IMP-26-b)."""
SENT_TO = "countersignature.says-to-whom"
"""The one whose breach sending the contract out again mends, which says to whom (HCC-A9-d)."""
OF_ITS_EVALUATION = ("evaluation.by-every-criterion", "evaluation.draws-conclusions", "evaluation.on-evidence")
"""Those whose breach a later evaluation by the same criteria mends, which leaves nothing of it out and looks at all of
the same time (CPC308-C5)."""
OF_ITS_VARIANCE = "variance.action-leads-to-its-entry"
"""The one whose breach a further word of the same action on the same variance mends that names its entry (CPC307-K21).
"""
SAYS_NO = {
    "return.confirms-statements": {"statements_given": "statements_count"},
    "return.confirms-reviews": {"assessments_done": "assessments_count", "reviews_done": "reviews_count"},
}
"""Those whose breach may be that a return says no, by its fields, each with that of how many there were: then it lacks
nothing and tells of a failing, which is raised as an issue (HCC-8.1-d, HCC-8.1-e)."""
OF_AN_AUDIT = "audit.grave-finding-is-an-issue"
"""The one whose breach is that an audit tells of failings, of which as many are raised as it finds grave and names no
issue of (TVP-3.1-10)."""


def tells_of_a_failing(recorded: Recorded, departure: Departure) -> bool:
    """Return whether a departure lacks nothing and says that something is not done (HCC-8.1-d, HCC-8.1-e)."""
    if departure.rule == OF_AN_AUDIT:
        return True
    return any(own(recorded.entry, field) is False for field in SAYS_NO.get(departure.rule, ()))


def said_later(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Return whether a later entry of its kind, for the same proposal, change, criteria, period, course, theme or
    variance, left nothing out of what this one lacks; a later step of its dispute says it; or corrective action answers
    to every figure."""
    if departure.rule in OF_ITS_DISPUTE:
        steps = view.file.of(FormalEscalationRecommended, FormalEscalationAuthorised)
        return any(own(r.entry, "reason") and _dispute(r) == _dispute(recorded) for r in coming_after(recorded, steps))
    if departure.rule == OF_THEIR_OWN:
        words = view.file.of(ResourceResponsibilityNotified)
        return any(_supports(later.entry, recorded.entry) for later in coming_after(recorded, words))
    if departure.rule == OF_ITS_ISSUE and isinstance(recorded.entry, IssueSignificanceAssessed):
        return not facts_left_out(view, recorded, recorded.entry)
    if departure.rule == OF_ITS_FIGURES and isinstance(recorded.entry, AgendaItemConsidered):
        return not shortfall_left(view.file, recorded.entry, view.judging(recorded.entry))
    said_of_one = _said_of_one(departure.rule)
    if said_of_one is None:
        return False
    told = tells_of_a_failing(recorded, departure)
    return any(
        said_of_one(later.entry, recorded.entry)
        and (all(d.rule != departure.rule for d in later.departures) or (not told and _says_no(later, departure)))
        for later in coming_after(recorded, view.file.of(type(recorded.entry)))
    )


def facts_left_out(view: FileView, recorded: Recorded, assessed: IssueSignificanceAssessed) -> list[str]:
    """Return the tests an assessment finds met without facts, of which no later one of the same issue states any."""
    later = (one.entry for one in coming_after(recorded, view.file.of(IssueSignificanceAssessed)))
    stated = {
        test for one in later if isinstance(one, IssueSignificanceAssessed) and one.issue == assessed.issue
        for test in facts_of(one)
    }  # fmt: skip
    return [test for test in facts_missing(assessed) if test not in stated]


def _said_of_one(rule: str) -> Callable[[Entry, Entry], bool] | None:
    """What tells whether two entries are about one proposal, change, evaluation, period, course or theme, where what
    one leaves out against a rule may be said in another; None where it may not."""
    if rule.startswith(OF_ITS_COURSE):
        return _same_course
    if rule in (SENT_TO, SAYS_ITS_RISK):
        return _of_the_same_contract
    if rule.startswith(OF_ITS_PERIOD):
        return _same_return
    if rule.startswith(OF_ITS_THEME):
        return partial(_same, "theme")
    if rule in ANEW:
        return partial(_same, "proposal")
    if rule == OF_ITS_CHANGE:
        return partial(_same, "change")
    if rule == OF_ITS_VARIANCE:
        return _same_action
    if rule == OF_WHAT_WAS_SAID:
        return partial(_same, "representations")
    return _same_evaluation if rule in OF_ITS_EVALUATION else None


def _says_no(later: Recorded, departure: Departure) -> bool:
    """Whether what another return left open is said in one that says no of some of it: that lacks nothing of it."""
    said = [(own(later.entry, done), own(later.entry, many)) for done, many in SAYS_NO.get(departure.rule, {}).items()]
    return bool(said) and all(done is False or (done and many is not None) for done, many in said)


def _same(field: str, later: Entry, earlier: Entry) -> bool:
    named: bool = own(later, field) == own(earlier, field)
    return named


def _same_evaluation(later: Entry, earlier: Entry) -> bool:
    """Whether an evaluation by the same criteria looks at all of the time that an earlier one did, or that is not said
    of one of the two."""
    was, now = own(earlier, "period"), own(later, "period")
    return _same("evaluation", later, earlier) and (was is None or now is None or was.lies_in(now))


def _supports(later: Entry, told: Entry) -> bool:
    """Whether another word to the same person says what support they have in the same lines, or in all of theirs."""
    if not (isinstance(later, ResourceResponsibilityNotified) and isinstance(told, ResourceResponsibilityNotified)):
        return False
    if later.support is None or not same_name(named_in(later) or "", named_in(told) or ""):
        return False
    of_the_plan = later.plan is None or same_name(later.plan, told.plan or "")
    return of_the_plan and (not later.plan_lines or all(among(line, later.plan_lines) for line in told.plan_lines))


def _same_action(later: Entry, earlier: Entry) -> bool:
    """Whether what was done about a variance is the same under the contract."""
    return _same("variance", later, earlier) and _same("contractual", later, earlier)


def _same_return(later: Entry, earlier: Entry) -> bool:
    return (
        isinstance(later, DataReturnReceived) and isinstance(earlier, DataReturnReceived)
        and later.period == earlier.period and same_kind(later.return_kind, earlier.return_kind)
    )  # fmt: skip


def _same_course(later: Entry, earlier: Entry) -> bool:
    return (
        isinstance(later, TrainingMaterialUpdated) and isinstance(earlier, TrainingMaterialUpdated)
        and later.level == earlier.level and same_name(later.course, earlier.course)
    )  # fmt: skip


def _of_the_same_contract(later: Entry, earlier: Entry) -> bool:
    """Whether two entries of a kind are about one contract: a file has one."""
    return type(later) is type(earlier)


def coming_after(recorded: Recorded, others: list[Recorded]) -> Iterator[Recorded]:
    """Return those of some entries that were recorded after another."""
    return (later for later in others if later.position > recorded.position)


def _dispute(step: Recorded) -> str | None:
    named: str | None = own(step.entry, "dispute")
    return named or step.given_id
