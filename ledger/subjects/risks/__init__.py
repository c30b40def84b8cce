"""Risks that are watched as long as the contract lasts: the risk log."""

from ledger.subjects.risks.entries import RiskAssessed, RiskClosed, RiskIdentified
from ledger.subjects.risks.places import Place, parts_of, place_of, risks_of, watched_in_the_log
from ledger.subjects.risks.register import Measure, Risk, Risks
from ledger.subjects.risks.rules import RULES

__all__ = [
    "RULES",
    "Measure",
    "Place",
    "Risk",
    "RiskAssessed",
    "RiskClosed",
    "RiskIdentified",
    "Risks",
    "parts_of",
    "place_of",
    "risks_of",
    "watched_in_the_log",
]
