"""Commands that read how contracts are watched and their procedure kept."""

from __future__ import annotations

from api.commands.looking import AsAt, KnownAt, Reference
from api.commands.wired import Json, asked, out, table
from api.keeping import compliance_answer, obligations_answer, performance_answer, toolkit_answer


def performance(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show performance against target, returns, and what one would expect on file and does not find."""
    answer = asked(performance_answer, reference, as_at, known_at, as_json)
    shown = table("Indicator", "Target", "Newest", "State", "Trend")
    for one in answer.performance.indicators:
        newest = one.figures[-1].actual if one.figures else ""
        name = f"{one.id} (core)" if one.core else one.id
        shown.add_row(f"{name} {one.text}", one.target or "", newest, one.state.replace("-", " "), one.trend or "")
    out().print(shown if answer.performance.indicators else "No indicator is on file.")
    for late in answer.monitoring.returns:
        if late.state != "in-time":
            out().print(f"{late.kind}, {late.first:%-d %B %Y} to {late.last:%-d %B %Y}: {late.state}", soft_wrap=True)
    for said in answer.monitoring.silences:
        out().print(f"{said[:1].upper()}{said[1:]}.", soft_wrap=True)


def obligations(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show what each party owes, by when, and how it stands."""
    answer = asked(obligations_answer, reference, as_at, known_at, as_json)
    shown = table("Party", "Obligation", "Rests on", "Due", "State")
    for one in answer.owed.obligations:
        due = f"{one.due_on:%-d %B %Y}" if one.due_on else ""
        shown.add_row(one.party, one.sentence, one.source, due, one.state.replace("-", " "))
    out().print(shown if answer.owed.obligations else "No obligation is on file.")


def toolkit(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show which tools are used, the checklist, and the risk log."""
    answer = asked(toolkit_answer, reference, as_at, known_at, as_json)
    for tool in answer.toolkit.tools:
        out().print(f"{tool.title}: used {tool.used} times", soft_wrap=True)
    for item in answer.toolkit.checklist:
        out().print(f"{item.title}: {item.state.replace('-', ' ')}", soft_wrap=True)
    shown = table("Risk", "Rating", "Watched by", "Again by")
    for risk in answer.toolkit.risks:
        again = f"{risk.review_by:%-d %B %Y}" if risk.review_by else ""
        rating = "closed" if risk.closed_on else str(risk.rating or "not rated")
        shown.add_row(f"{risk.id} {risk.description}", rating, risk.owner or "", again)
    out().print(shown if answer.toolkit.risks else "No risk is on file.")


def compliance(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show, rule by rule, what of the procedure was not kept or departed from."""
    answer = asked(compliance_answer, reference, as_at, known_at, as_json)
    shown = table("Rule", "Asked by", "State", "What was found")
    for duty in answer.compliance.duties:
        if duty.state == "not-kept":
            shown.add_row(duty.sentence, duty.citation, "not kept", "")
    for rule in answer.compliance.rules:
        if rule.state in ("not-kept", "departed"):
            shown.add_row(rule.sentence, rule.citation, rule.state.replace("-", " "), rule.found or "")
    if answer.compliance.outside:
        out().print(f"The procedure does not cover this contract: {answer.compliance.outside}.", soft_wrap=True)
    out().print(shown, "")
    for one in answer.compliance.standards:
        out().print(f"{one.number} {one.sentence}: {one.met} of {one.of}", soft_wrap=True)
