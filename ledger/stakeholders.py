"""Who a matter concerns, how they were reached, and in what form they were given something: lists of codes.

The lists are those of the occupational standards (CPC307-S1, CPC307-S4, CPC308-S1, CPC308-S3, CPC308-S5, CPC308-D3).
Whom a matter concerns is said matter by matter, never once for the whole contract (CPC307-D1). Stored inside entries,
and so a recorded format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from ledger.entry import Actor, Entry, Frozen, own
from ledger.fields import Count, Limit, Name
from ledger.names import same_name, same_person
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Who = Literal[
    "individuals", "families", "communities", "would-be-users", "managers", "line-manager", "colleagues", "provider",
    "partners", "interested-bodies", "public", "other",
]  # fmt: skip
USERS: tuple[Who, ...] = ("individuals", "families", "communities")
"""Those who use the service, and those around them."""
IT_IS_FOR: tuple[Who, ...] = (*USERS, "would-be-users")
"""And those who would use it."""
OF_THE_AUTHORITY: tuple[Who, ...] = ("managers", "line-manager", "colleagues")
"""Those within the authority."""
PRIVILEGED = ("legal-advice", "litigation")
"""Protections that are lost by telling anybody else."""
Directness = Literal["directly", "indirectly"]
"""From those concerned themselves, or through somebody else (a line manager, a representative, a document)."""
Channel = Literal[
    "letter", "e-mail", "telephone", "face-to-face", "meeting", "forum", "public-meeting", "website", "newsletter",
    "individual-contact", "other",
]  # fmt: skip
FOR_ANYBODY: tuple[Channel, ...] = ("public-meeting", "website", "newsletter")
"""Ways by which something is told to whoever comes by."""
Format = Literal[
    "standard", "plain-english", "large-print", "easy-read", "screen-reader", "audio", "braille", "another-language",
    "spoken",
]  # fmt: skip
Formality = Literal["formal", "informal"]


class ConcernedGroup(Frozen):
    """People or bodies a matter concerns: a group, never the name of a person who receives the service."""

    who: Who
    """Which people."""
    name: Name | None = None
    """What the group is called: tenants' forum, carers' network."""
    how_many: Count | None = None
    """How many of them took part."""

    def __str__(self) -> str:
        many = f", {self.how_many}" if self.how_many is not None else ""
        return f"{self.name or self.who.replace('-', ' ')}{many}"


Groups = Annotated[tuple[ConcernedGroup, ...], Limit(longest=50)]


def users_among(groups: tuple[ConcernedGroup, ...]) -> bool:
    """Return whether those who use the service, or those around them, are among the groups."""
    return any(group.who in USERS for group in groups)


def it_is_for(groups: tuple[ConcernedGroup, ...]) -> bool:
    """Return whether any of those a service is for are among the groups, be it that they do not use it yet."""
    return any(group.who in IT_IS_FOR for group in groups)


def is_among(group: ConcernedGroup, groups: Iterable[ConcernedGroup]) -> bool:
    """Return whether a group is one of these, by its kind and name; where one has no name, nothing is against it."""
    alike = (one.name for one in groups if one.who == group.who)
    return any(not name or not group.name or same_name(name, group.name) for name in alike)


def who_want(file: ContractFile, outcomes: Iterable[str]) -> list[tuple[str, ConcernedGroup]]:
    """Return (outcome, group) of each outside the authority that wants one of these, as long as it was not dropped: the
    authority's own agree to what it plans by making the plan (CPC307-A1, CPC307-C1)."""
    held = [outcome for one in dict.fromkeys(outcomes) if (outcome := file.outcomes.by_id.get(one)) is not None]
    return [
        (one.id, group) for one in held if one.identified and not one.dropped
        for group in one.identified.wanted_by if group.who not in OF_THE_AUTHORITY
    ]  # fmt: skip


def in_no_form_they_can_use(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Find that it is not said in what form something was given, or that those a service is for, or the public, among
    which they are, were given it in standard form alone (CPC308-D3)."""
    formats, groups = own(entry, "formats"), own(entry, "groups") or own(entry, "shared_with") or ()
    if not formats:
        return "it does not say in what form"
    users = [group for group in groups if it_is_for((group,)) or group.who == "public"]
    if set(formats) != {"standard"} or not users:
        return None
    return f"{'; '.join(map(str, users))} had it in standard form alone"


def reached_others(
    recipients: Sequence[Actor], groups: Sequence[ConcernedGroup], by: Actor | None, *makers: Actor | None
) -> bool:
    """Return whether something went to anybody besides whoever gave it, or made it: of what the provider gives, to
    anybody but its own people."""
    givers, theirs = [one for one in (by, *makers) if one is not None], by is not None and by.is_of_the_provider
    if any(not (theirs and group.who == "provider") for group in groups):
        return True
    return any(
        not (theirs and to.is_of_the_provider) and not any(same_person(to.person, one.person) for one in givers)
        for to in recipients
    )


def breaks_confidence(
    file: ContractFile, entry: Entry, procedure: Procedure, *told: int, itself: bool = False
) -> str | None:
    """Find that something under a confidence or privilege, or for Legal Services or people named alone, was told to the
    public, or where anybody can read it; that what such an entry says was told to the provider; or what is privileged,
    to anybody outside the authority.

    `told`: positions of the entries whose content was told, each with the marks it has now. `itself`: the entry is what
    was told, and not only that it was: of what is marked so nobody outside the authority is told, but for the
    individuals whom it may concern (docs/adr/0414).
    """
    there = [(f"entry {at}, of which it tells,", found) for at in told if (found := file.at(at)) is not None]
    marked = [(what, file.records.marks.get(found.position) or found.entry) for what, found in there]
    others = {True: _outsiders if itself else None, False: _others_told}
    kept = [
        (f"{what} is {closed}", find(entry, marks.audience, marks.protection) if find else [])
        for what, marks in (*marked, ("it", entry)) if (closed := _closed(marks.audience, marks.protection)) is not None
        for find in (others[marks is entry],)
    ]  # fmt: skip
    if not kept:
        return NOT_IN_POINT
    channel = own(entry, "channel")
    by = [f"by {channel.replace('-', ' ')}"] if channel in FOR_ANYBODY else []
    to = ["to the public"] if any(group.who == "public" for group in own(entry, "groups") or ()) else []
    if to or by:
        return f"{'; '.join(what for what, _ in kept)}, and was given {' '.join([*to, *by])}"
    return "; ".join(f"{what}, and was given to {', '.join(whom)}" for what, whom in kept if whom) or None


def _others_told(entry: Entry, audience: str, protection: str) -> list[str]:
    """Whom of the provider something was told that is kept from it, and whom outside the authority what is privileged.
    What is without prejudice is said to the other side."""
    if protection.startswith("without-prejudice"):
        return []
    privileged = protection in PRIVILEGED or audience == "legal"
    people = [str(who) for who in own(entry, "recipients") or () if who.is_of_the_provider]
    groups = own(entry, "groups") or ()
    return people + [str(g) for g in groups if g.who == "provider" or (privileged and g.who not in OF_THE_AUTHORITY)]


def _outsiders(entry: Entry, audience: str, protection: str) -> list[str]:
    """Whom outside the authority something was told that is itself under a confidence or privilege; of a confidence
    without the individuals it may concern. What is without prejudice is said to the other side."""
    if protection.startswith("without-prejudice"):
        return []
    privileged = protection in PRIVILEGED or audience == "legal"
    within: tuple[Who, ...] = OF_THE_AUTHORITY if privileged else (*OF_THE_AUTHORITY, "individuals")
    people = [str(who) for who in own(entry, "recipients") or () if who.side != "authority"]
    return people + [str(group) for group in own(entry, "groups") or () if group.who not in within]


def _closed(audience: str, protection: str) -> str | None:
    """How something is marked that is not for everybody of the authority; None where it is for them all."""
    if protection != "open":
        return f"marked {protection.replace('-', ' ')}"
    return {"legal": "for Legal Services alone", "named": "for the people named alone"}.get(audience)
