"""Clauses as they are cited: whether two numbers are the same, and which rights to end a contract a notice cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.contract_terms import InForce, TerminationClause
from ledger.names import name_key

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import NoticeServed


def rights_cited(file: ContractFile, notice: NoticeServed) -> list[InForce[TerminationClause]]:
    """Return the rights to end the contract that a notice of termination cites by their clause."""
    if notice.notice_kind != "termination" or notice.clause is None:
        return []
    rights = file.terms.termination_clauses(notice.happened_on)
    return [right for right in rights if same_clause(right.says.clause, notice.clause)]


def same_clause(one: str, other: str) -> bool:
    """Return whether two numbers of clauses are the same, with or without the word clause."""
    return alike(one) == alike(other)


def in_plain_words(slug: str) -> str:
    """Return the words of a slug, with blanks between them."""
    return slug.replace("-", " ")


def a_notice(kind: str) -> str:
    """Return a notice of a kind with its article: an improvement notice."""
    said = in_plain_words(kind)
    return f"{'an' if said[:1] in 'aeiou' else 'a'} {said} notice"


def alike(text: str) -> str:
    """Return what texts have in common that say the same, whatever their case, with or without the word clause."""
    return name_key(text).removeprefix("clause ")
