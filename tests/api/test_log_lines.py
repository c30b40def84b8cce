"""What a server logs of an error: where and of which kind, never the words that were in it."""

from __future__ import annotations

import io
import logging

from api.log_lines import WithoutWords

SECRET = "Mrs Pomfret fell down the cellar stairs"


def raised() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        raise RuntimeError(f"because of {SECRET}") from error


def test_a_line_about_an_error_holds_none_of_its_words() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutWords("%(levelname)s %(message)s"))
    logger = logging.getLogger("cleartrail.of-this-test")
    logger.propagate = False
    logger.addHandler(handler)

    try:
        raised()
    except RuntimeError as error:
        logger.critical("stopped", exc_info=error)

    said = written.getvalue()
    assert "CRITICAL stopped" in said
    assert "in raised" in said
    assert said.index("RuntimeError") < said.index("ValueError\n")
    assert "Pomfret" not in said
