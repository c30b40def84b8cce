"""What gives a right to end the contract: each trigger a clause may have, and when the file shows that it happened.

One function for each trigger, in the table `TRIGGERS` below. Each looks at the file as at a day and returns every
ground there is or nearly is: a default notice, a count of notices, a breach, an event; with the first day on which the
right was there or, where it is not shown, with what is lacking in words. Days are counted by dates/calendar.py, and
each count goes with its working.

- *Unremedied default*: the notice stood; the time to remedy, by the clause and by the notice whichever is longer, ran
  out; an assessment made after it had run out found the default not put right. The right is there from the next day.
  Time extended before it ran out moves that day. Extended afterwards it takes the right away, and gives it again, in
  doubt, once the time so extended has run out in the same way. Withdrawing the notice takes it away.
- *Repeated notices*, *points*: enough of them, on the days from which they count, within the clause's window. The
  window runs from the first of them; the right is there from the day of the last one it takes. Withdrawing one of
  those takes it away, unless enough are left. Points disputed and not answered are a doubt.
- *Fundamental breach*, *insolvency*, *change of control*, *regulator's action* and the like: determined or recorded.
- *Convenience*: there from the start of the contract.
"""

from collections.abc import Mapping

from ledger.contract_terms import TerminationClause
from ledger.triggers.counted import repeated_notices
from ledger.triggers.events import WORDS, convenience, event, fundamental_breach
from ledger.triggers.grounds import Fallen, Ground, Trigger, withdrawn, without_effect
from ledger.triggers.points_reached import points_reached
from ledger.triggers.unremedied import unremedied_default

TRIGGERS: Mapping[str, Trigger] = {
    "unremedied-default": unremedied_default,
    "repeated-notices": repeated_notices,
    "points": points_reached,
    "fundamental-breach": fundamental_breach,
    "insolvency": event,
    "change-of-control": event,
    "regulator-action": event,
    "prohibited-act": event,
    "force-majeure": event,
    "convenience": convenience,
    "other": event,
}
"""Every trigger a clause may have -> how it is judged."""


def trigger_in_words(clause: TerminationClause) -> str:
    """Return what gives the right under a clause, in words."""
    return WORDS[clause.trigger]


__all__ = ["TRIGGERS", "Fallen", "Ground", "Trigger", "trigger_in_words", "withdrawn", "without_effect"]
