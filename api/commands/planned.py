"""Commands that read what a contract is for, how it is carried out, and with what resources."""

from __future__ import annotations

from api.commands.looking import AsAt, KnownAt, Reference
from api.commands.wired import Json, asked, out, table
from api.plans import outcomes_answer, plans_answer, resources_answer


def outcomes(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show which outcomes the contract is for, what secures each, and how far it was reached."""
    answer = asked(outcomes_answer, reference, as_at, known_at, as_json)
    shown = table("Rank", "Outcome", "Secured by", "Reached")
    for one in answer.outcomes.outcomes:
        reached = f"{one.achieved.replace('-', ' ')}, {one.judged_on:%-d %B %Y}" if one.achieved else "not judged"
        shown.add_row(str(one.priority or ""), f"{one.id} {one.wording}", ", ".join(one.provisions), reached)
    out().print(shown if answer.outcomes.outcomes else "No outcome is on file.")


def plan(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show the implementation plans: each activity as planned and as expected, and how late it is."""
    answer = asked(plans_answer, reference, as_at, known_at, as_json)
    for one in answer.plans:
        ends = f"{one.expected_end:%-d %B %Y}" if one.expected_end else "never"
        title = f"{one.id} {one.title or ''}, version {one.version}: expected to end on {ends}"
        title += f", {one.slippage} days after the day first agreed" if one.slippage > 0 else ""
        shown = table("Activity", "Planned", "Expected", "State", "Late by", title=title)
        for a in one.activities:
            planned = f"{a.planned_start:%-d %b} to {a.planned_end:%-d %b %Y}"
            expected = f"{a.expected_start:%-d %b} to {a.expected_end:%-d %b %Y}"
            shown.add_row(f"{a.id} {a.name}", planned, expected, a.state.replace("-", " "), str(a.late_by or ""))
        out().print(shown, "")
    if not answer.plans:
        out().print("No implementation plan is on file.")


def resources(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show resources planned and used, where they differ, budget position and unit cost."""
    answer = asked(resources_answer, reference, as_at, known_at, as_json)
    for one in answer.resources.plans:
        shown = table(
            "Resource", "Planned", "Should be used", "Used", "Difference", title=f"{one.id} {one.title or ''}"
        )
        for line in one.lines:
            share = f"{line.share} percent" + (", significant" if line.significant else "") if line.share else ""
            planned, used = f"{line.planned} {line.unit}", line.used or "not recorded"
            shown.add_row(f"{line.id} {line.name}", planned, line.targeted, used, share)
        out().print(shown, "")
        if one.replaced_by:
            out().print(f"Replaced by {'; '.join(one.replaced_by)} on.", soft_wrap=True)
    for budget in answer.money.budgets:
        paid = f"paid {budget.paid}, left {budget.left}" if budget.kept_here else "no invoice or payment is on file"
        out().print(f"Budget by {budget.source}: {budget.budget}; {paid}.", soft_wrap=True)
    if not answer.resources.plans:
        out().print("No resource plan is on file.")
