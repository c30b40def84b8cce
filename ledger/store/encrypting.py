"""Encrypts what a ledger holds in clear from before schema version 7: within migration 0007, in its transaction.

Nothing is judged here: bytes that were altered behind the ledger's back are encrypted as they are, and are found out,
as before, when they are read or audited.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import psycopg

from ledger.privacy.encryption import DocumentCipher, encrypt_as_is, scope_of
from ledger.privacy.keys import Keys

_PAGE = 1_000  # openings
Progress = Callable[[str, int, int], None]


def encrypt_what_lies_in_clear(
    connection: psycopg.Connection[Any], keys: Callable[[], Keys], progress: Progress
) -> None:
    """Fill the tables of ciphertext from those in clear; keys are asked for, or made, only where there is any.

    Raises NoKeys.
    """
    [(openings, documents)] = connection.execute(
        "SELECT (SELECT count(*) FROM openings_in_clear), (SELECT count(*) FROM documents)"
    ).fetchall()
    if openings:
        _openings(connection, keys(), lambda done: progress("encrypting words", done, openings))
    if documents:
        _documents(connection, keys(), lambda done: progress("encrypting documents", done, documents))


def _openings(connection: psycopg.Connection[Any], keys: Keys, progress: Callable[[int], None]) -> None:
    done, last = 0, b""
    with connection.cursor(binary=True) as cursor:
        while rows := cursor.execute(
            "SELECT digest, disclosure, person, file_id, position FROM openings_in_clear WHERE digest > %b"
            " ORDER BY digest LIMIT %b",
            (last, _PAGE),
        ).fetchall():
            tree = keys.now()
            encrypted = [
                (digest, encrypt_as_is(tree, scope_of(file_id, person), digest, said), person, file_id, position)
                for digest, said, person, file_id, position in rows
            ]
            with cursor.copy("COPY openings (digest, ciphertext, person, file_id, position) FROM STDIN") as copy:
                for row in encrypted:
                    copy.write_row(row)
            last = rows[-1][0]
            progress(done := done + len(rows))


def _documents(connection: psycopg.Connection[Any], keys: Keys, progress: Callable[[int], None]) -> None:
    all_of_them = connection.execute("SELECT sha256 FROM documents ORDER BY sha256").fetchall()
    for done, (document,) in enumerate(all_of_them, 1):
        cipher, offset, whole = DocumentCipher(keys, document), 0, sha256()
        numbers = connection.execute(
            "SELECT number FROM chunks_in_clear WHERE sha256 = %s ORDER BY number", (document,)
        ).fetchall()
        for (number,) in numbers:
            [(chunk,)] = connection.execute(
                "SELECT bytes FROM chunks_in_clear WHERE sha256 = %s AND number = %s", (document, number), binary=True
            ).fetchall()
            ciphertext = cipher.encrypt(offset, chunk)
            connection.execute("INSERT INTO chunks VALUES (%s, %s, %s)", (document, number, ciphertext), binary=True)
            whole.update(ciphertext)
            offset += len(chunk)
        given = (whole.digest(), document)
        connection.execute("UPDATE documents SET ciphertext_sha256 = %s WHERE sha256 = %s", given)
        progress(done)
