"""Asks a timestamping authority for a timestamp of a checkpoint (RFC 3161), and takes nothing that does not hold.

What is stamped is the SHA-256 of the signed checkpoint, byte for byte, asked for with a nonce and the authority's
certificate. The answer is checked twice, by rfc3161-client, which is OpenSSL's judgement, and by ledger/verify.py,
which is what the other side will run: only what both accept is a timestamp.
"""

from __future__ import annotations

from datetime import datetime

import rfc3161_client
from cryptography import x509

from ledger.log.outside import Authority
from ledger.log.posting import NoAnswer, post
from ledger.verify import (
    CLOCKS_DIFFER,
    LONGEST_TOKEN,
    Contradicted,
    NotProved,
    Timestamp,
    Unreadable,
    moment_of,
)


class NoTimestamp(Exception):
    """No timestamp was got that holds; says why."""


def ask(authority: Authority, note: bytes, now: datetime) -> Timestamp:
    """Return an authority's timestamp of a signed checkpoint; `now` by our own clock. Raises NoTimestamp."""
    request = (
        rfc3161_client.TimestampRequestBuilder()
        .data(note).hash_algorithm(rfc3161_client.HashAlgorithm.SHA256).cert_request(cert_request=True)
        .nonce(nonce=True).build()
    )  # fmt: skip
    try:
        answer = post(
            authority.url, request.as_bytes(), "application/timestamp-query",
            seconds=authority.seconds, most=LONGEST_TOKEN,
        )  # fmt: skip
    except NoAnswer as error:
        raise NoTimestamp(str(error)) from None
    if answer.status != 200:
        raise NoTimestamp(f"it answered with the status {answer.status}")
    return check(authority, request, note, answer.body, now)


def check(
    authority: Authority, request: rfc3161_client.TimeStampRequest, note: bytes, answer: bytes, now: datetime
) -> Timestamp:
    """Return the timestamp in an authority's answer to a request. Raises NoTimestamp."""
    try:
        stamp = Timestamp.read(answer)
        stamp.check_over(note)
        given = [authority.certificate] if authority.certificate else []
        certificate = stamp.check_signed([*given, *authority.roots])
        stamp.check_chain(certificate, authority.roots)
    except (Unreadable, Contradicted, NotProved) as error:
        raise NoTimestamp(str(error)) from None
    if stamp.algorithm != "sha256" or stamp.nonce != request.nonce:
        raise NoTimestamp("it answers another request: the nonce or the hash is not ours")
    if authority.policy is not None and stamp.policy != authority.policy:
        raise NoTimestamp(f"it is under the policy {stamp.policy}, and not under {authority.policy}")
    if authority.subject is not None and certificate.subject.rfc4514_string() != authority.subject:
        raise NoTimestamp(f"it was signed by {certificate.subject.rfc4514_string()}")
    if given and certificate != x509.load_der_x509_certificate(given[0]):
        raise NoTimestamp("it was signed with another certificate than the one in the settings")
    if abs((moment_of(stamp.at) - now).total_seconds()) > CLOCKS_DIFFER:
        raise NoTimestamp(f"it says {stamp.at}, and the clock here says {now:%Y-%m-%dT%H:%M:%SZ}")
    _check_by_the_library(authority, request, note, answer)
    return stamp


def _check_by_the_library(
    authority: Authority, request: rfc3161_client.TimeStampRequest, note: bytes, answer: bytes
) -> None:
    try:
        response = rfc3161_client.decode_timestamp_response(answer)
        builder = rfc3161_client.VerifierBuilder.from_request(request)
        for raw in authority.roots:
            certificate = x509.load_der_x509_certificate(raw)
            add = (
                builder.add_root_certificate if certificate.subject == certificate.issuer
                else builder.add_intermediate_certificate
            )  # fmt: skip
            builder = add(certificate)
        if authority.certificate is not None:
            builder = builder.tsa_certificate(x509.load_der_x509_certificate(authority.certificate))
        if not builder.build().verify_message(response, note):
            raise NoTimestamp("rfc3161-client does not accept it")
    except (rfc3161_client.VerificationError, ValueError) as error:
        raise NoTimestamp(f"rfc3161-client does not accept it: {error}"[:300]) from None
