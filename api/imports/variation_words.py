"""Text in which a change of the deal may hide, though the notice itself is published as a correction or an award.

What speaks of an option that the deal always had ("with an option to extend") is not meant; what was done is.
"""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\bvariations?\b|\bvar(?:y|ied|ying)\b|\bexten(?:ds?|ded|ding|sions?)\b|\bmodif(?:y|ied|ies|ications?)\b"
    r"|\bamend(?:s|ed|ing|ments?)?\b|\bnovat(?:ed|ions?)\b|\bchange (?:control|request|notice)s?\b"
    r"|\bregulation 72\b|\bsection 74\b|\bprolong(?:ed|ation)\b",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"\boptions?\b|\boptional(?:ly)?\b|\bpossib|\bpotential|\bmay\b|\bmight\b|\bcould\b|\bcan be\b|\bright to\b"
    r"|\breserves?\b|\bif required\b|\bup to\b|\bsubject to\b|\badditional\b|\binitial\b|\bavailable\b|\bplus\b"
    r"|\bperiods?\b|\binclu|\+|\bwide variation|\bhours? extended|\bcurrently\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:is|was|has been|have been|being|been|hereby) (?:now )?(?:further )?"
    r"(?:extended|varied|modified|amended|novated)\b"
    r"|\bvariation to (?:the |this )?(?:contract|agreement|extend|term)"
    r"|\bextension (?:of|to) (?:the |this |an )?(?:existing |current |[A-Z]\w+ )?contract"
    r"|\bcontract (?:variation|modification|extension)\b(?! (?:option|period|provision))"
    r"|\bregulation 72\b|\bsection 74\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|[\r\n]+|(?:rn){1,3}(?=[A-Z \u2022-])")


def spoken_of(text: str, before: str | None = None) -> str | None:
    """Return the first sentence that speaks of a variation, None where there is none.

    With what was said `before`, only sentences that are new count, and in them every word that can mean a variation;
    without it, only words for something done, or such as name no mere option.
    """
    known = set(_sentences(before)) if before is not None else set()
    for sentence in _sentences(text):
        if sentence in known:
            continue
        if _DONE.search(sentence) or (_WORDS.search(sentence) and (before is not None or not _OPTION.search(sentence))):
            return sentence if len(sentence) <= 300 else sentence[:299] + "…"
    return None


def _sentences(text: str | None) -> list[str]:
    return [" ".join(sentence.split()) for sentence in _SENTENCE.split(text or "") if sentence.strip()]
