"""Contacts: when the parties were in touch outside a meeting, and what was confirmed to the provider in writing."""

from ledger.subjects.contacts.entries import ContactLogged, ConversationSummarySent
from ledger.subjects.contacts.register import Contact, Contacts
from ledger.subjects.contacts.rules import RULES

__all__ = ["RULES", "Contact", "ContactLogged", "Contacts", "ConversationSummarySent"]
