"""Why a bundle was not made. None of these echoes words of the file."""

from __future__ import annotations


class NoBundle(Exception):
    """No bundle was made; the message says why, and what would be right."""


class BundleTooLarge(NoBundle):
    """Making it takes more memory or time than is allowed."""


class NotDrawn(NoBundle):
    """Its pages could not be drawn: a defect of ours, since whatever a file holds should be drawable."""


class NotTheSame(NoBundle):
    """What was issued cannot be made again, or what is made now is not what was issued."""


__all__ = ["BundleTooLarge", "NoBundle", "NotDrawn", "NotTheSame"]
