"""Actions: what somebody was given to do, by when, whether it was done, and what was put right."""

from ledger.subjects.actions.entries import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.actions.register import Action, Actions
from ledger.subjects.actions.rules import RULES

__all__ = ["RULES", "Action", "ActionAssigned", "ActionCompleted", "Actions", "CorrectiveActionTaken"]
