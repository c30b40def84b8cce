"""Whether a post is one of those that lead officers usually have, and that come to meetings: an operational manager's
(HCC-4.1-b, HCC-7.5-c).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.names import name_key
from ledger.offices import POSTS

if TYPE_CHECKING:
    from ledger.procedures import Procedure

OPERATIONAL = re.compile(
    r"\b(service|team|operational|operations?|group|area|locality|district|unit)s? manager\b|"
    r"\bhead of\b.*\b(services?|operations)\b"
)
"""Posts of operational managers. The text says what they are, and gives the Service Manager as one example."""
BELOW = re.compile(r"\b(assistant|deputy|secretary|pa|support) ")
"""Who is under a manager is none for having the manager's title in theirs."""
SEVERAL = re.compile(r"[,;/&()]| and | [-–—] ")
"""Between posts, or a post and where it is."""


def is_operational(post: str, procedure: Procedure) -> bool:
    """Return whether a post, as it is called, is an operational manager's."""
    usual = [procedure.office_title(office).casefold() for office in POSTS]
    return any(
        (OPERATIONAL.search(one) or any(title in one for title in usual)) and not BELOW.search(one)
        for one in SEVERAL.split(name_key(post))
    )
