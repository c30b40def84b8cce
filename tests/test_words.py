"""Words by digest: what is stored tells nothing, what is opened can be checked, what is hostile is refused."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.subjects.issues import IssueRaised
from ledger.words import (
    STORED,
    SUBMITTED,
    Document,
    Exhibit,
    Keeping,
    Kept,
    Opening,
    Personal,
    Reading,
    Said,
    Text,
    digest_of,
    opened,
)

VECTORS = (
    Path(__file__).resolve().parent.parent.parent / "shared" / "vectors" / "transcribed" / "sd-jwt-disclosures.json"
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200).map(
    partial(normalize, "NFC")  # as every text is before it is kept
)


@pytest.mark.skipif(not VECTORS.is_file(), reason="the vectors of RFC 9901 are not beside this checkout")
def test_digests_and_disclosures_are_those_of_rfc_9901() -> None:
    vectors = json.loads(VECTORS.read_text())

    assert digest_of(vectors["object_property"]["disclosure"].encode()) == vectors["object_property"]["sha256_b64url"]
    # The RFC's own has a space after the comma. Here one spelling is an opening, the canonical one.
    array = urlsafe_b64decode(vectors["array_element"]["disclosure"] + "==").replace(b", ", b",")
    assert opened(urlsafe_b64encode(array).rstrip(b"=")) == "FR"


@for_any(WORDS)
def test_what_is_opened_is_what_was_said(words: str) -> None:
    opening = Opening.of(Said(words))

    assert opened(opening.disclosure) == words
    assert digest_of(opening.disclosure) == opening.digest


@for_any(WORDS)
def test_the_same_words_never_have_the_same_digest_twice(words: str) -> None:
    assert Opening.of(Said(words)).digest != Opening.of(Said(words)).digest


def test_the_format_of_an_opening_is_the_one_described() -> None:
    opening = Opening.of(Said(Document("0" * 64, "Minutes")))
    text = urlsafe_b64decode(opening.disclosure + b"=" * (-len(opening.disclosure) % 4))

    salt, value = json.loads(text)

    assert len(urlsafe_b64decode(salt + "==")) == 16
    assert value == {"sha256": "0" * 64, "title": "Minutes"}
    assert text == json.dumps([salt, value], separators=(",", ":")).encode()
    assert urlsafe_b64decode(opening.digest + "=") == sha256(opening.disclosure).digest()


def test_a_stored_entry_holds_digests_and_no_words() -> None:
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Mrs Field was not visited"))
    keeping = Keeping()

    stored = raised.model_dump_json(context=keeping, exclude_none=True)

    assert "Field" not in stored
    [opening] = keeping.openings
    read = IssueRaised.model_validate_json(stored, context=STORED)
    assert read.nature == Kept(opening.digest)
    shown = read.model_dump(mode="json", context=Reading({opening.digest: opened(opening.disclosure)}))
    assert shown["nature"] == "Mrs Field was not visited"
    assert read.model_dump(mode="json", context=Reading({}))["nature"] == {"withheld": opening.digest}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (Text, '"a NUL: \\u0000"'),
        (Text, '{"kept": "' + "A" * 43 + '"}'),
        (Text, "7"),
        (Personal, '{"person": "", "words": "x"}'),
        (Personal, '{"person": "p\\u00001", "words": "x"}'),
        (Personal, '{"person": "p-1", "words": "x", "more": 1}'),
        (Exhibit, '{"sha256": "' + "g" * 64 + '"}'),
        (Exhibit, '{"sha256": "' + "0" * 64 + '", "title": 3}'),
        (Exhibit, '"minutes.pdf"'),
    ],
)
def test_what_is_not_words_is_refused_without_being_echoed(kind: Any, sent: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_json(sent, context=SUBMITTED)

    assert all(error["msg"] for error in refused.value.errors(include_input=False))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValidationError, match="surrogate"):
        TypeAdapter(Text).validate_python("a \ud800 b", context=SUBMITTED)


def test_text_is_kept_in_nfc() -> None:
    raised = IssueRaised.model_validate_json(
        '{"happened_on": "2025-03-03", "nature": "Mo\u0308bius"}', context=SUBMITTED
    )

    assert raised.nature == Said("M\u00f6bius")


def test_words_in_a_stored_entry_are_not_read_as_an_entry() -> None:
    with pytest.raises(ValidationError):
        IssueRaised.model_validate_json('{"happened_on": "2025-03-03", "nature": "in clear"}', context=STORED)


@pytest.mark.parametrize("disclosure", [b"", b"!!!", b"W10", b"WzEsMl0", b"eyJhIjoxfQ"])
def test_what_is_no_opening_is_not_opened(disclosure: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        opened(disclosure)


SALTED = "lklxF5jMYlGTPUovMNIvCA"


@pytest.mark.parametrize(
    "array",
    [
        '["{salt}", "FR"]',
        '["short","FR"]',
        '["lklxF5jMYlGTPUovMNIvCB","FR"]',
        '["{salt}","\\u0046R"]',
        '["{salt}","Mo\u0308bius"]',
        '["{salt}",1]',
        '["{salt}","FR","more"]',
        '["{salt}",{"sha256":"AB"}]',
        '["{salt}",{"sha256":"{hex}","title":""}]',
        '["{salt}",{"sha256":"{hex}","title":null}]',
        '["{salt}",{"title":"Minutes","sha256":"{hex}"}]',
        '["{salt}",{"also":"this","sha256":"{hex}"}]',
    ],
)
def test_only_the_one_spelling_of_a_value_is_an_opening(array: str) -> None:
    text = array.replace("{salt}", SALTED).replace("{hex}", "0" * 64)
    with pytest.raises(ValueError, match="not an opening"):
        opened(urlsafe_b64encode(text.encode()).rstrip(b"="))


@pytest.mark.parametrize(
    "array", ['["{salt}","FR"]', '["{salt}",{"sha256":"{hex}"}]', '["{salt}",{"sha256":"{hex}","title":"Minutes"}]']
)
def test_an_opening_is_written_without_padding_and_without_other_signs(array: str) -> None:
    text = array.replace("{salt}", SALTED).replace("{hex}", "0" * 64)
    disclosure = urlsafe_b64encode(text.encode()).rstrip(b"=")

    opened(disclosure)
    for other in (disclosure + b"=", disclosure + b"==", disclosure + b"\n", b"!" + disclosure):
        with pytest.raises(ValueError, match=r"\S"):
            opened(other)
