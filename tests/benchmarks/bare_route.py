"""A bare application: one route, one statement, the bytes as they are. What answers over HTTP are compared with.

A second one also writes one row, saying that they were given, and commits before it sends them: the least it can cost
to write that down and wait for the disk.
"""

from __future__ import annotations

import os

from fastapi import FastAPI, Response
from psycopg import sql
from psycopg_pool import ConnectionPool

app = FastAPI(docs_url=None, redoc_url=None)
_pool = ConnectionPool(os.environ["BARE_URL"], min_size=2, max_size=10, open=True)
_ASKED = sql.SQL("SELECT body FROM {} WHERE path = %s").format(sql.Identifier(os.environ["BARE_SCHEMA"], "answers"))

_NOTED = sql.SQL("INSERT INTO {} (path) VALUES (%s)").format(sql.Identifier(os.environ["BARE_SCHEMA"], "given"))


@app.get("/healthz")
def health() -> dict[str, str]:
    """Say that it is there."""
    return {"status": "ok"}


@app.get("/answer")
def answer(path: str) -> Response:
    """Send the bytes of an answer."""
    with _pool.connection() as connection, connection.cursor(binary=True) as cursor:
        row = cursor.execute(_ASKED, (path,), prepare=True).fetchone()
    return Response(row[0] if row else b"", media_type="application/json")


@app.get("/noted")
def noted(path: str) -> Response:
    """Send the bytes of an answer, once it is on the disk that they were given."""
    with _pool.connection() as connection, connection.cursor(binary=True) as cursor:
        row = cursor.execute(_ASKED, (path,), prepare=True).fetchone()
        cursor.execute(_NOTED, (path,), prepare=True)
    return Response(row[0] if row else b"", media_type="application/json")
