"""What keeps the record from being changed, in the database itself: whether it is there as the migrations made it.

Whoever owns the server can switch a trigger off, or put another function in the place of one of ours. What was done
meanwhile shows in the hashes, where hashes reach; that something is switched off shows here.
"""

import re
from collections.abc import Iterator

from ledger.store.database import Connection, Database
from ledger.store.schema import migrations

_TRIGGER = re.compile(r"create (?:constraint )?trigger (\w+) .*?on \{schema\}\.(\w+)", re.DOTALL)
_FUNCTION = re.compile(r"create (?:or replace )?function \{schema\}\.(\w+)\(.*?as \$\$(.*?)\$\$;", re.DOTALL)


def missing_guards(connection: Connection, database: Database) -> Iterator[str]:
    """Say of each trigger that does not always fire, and of each function with another body, that it is so."""
    text = "\n".join(step.text for step in migrations())
    firing = {
        (name, table)
        for name, table in connection.execute(
            "SELECT tgname::text, relname::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE relnamespace = %s::regnamespace AND tgenabled = 'A'",
            (database.schema,),
        )
    }
    for name, table in sorted(set(_TRIGGER.findall(text)) - firing):
        yield f"the trigger {name} on {table} is not there, or is switched off"
    bodies: dict[str, str] = dict(
        connection.execute(
            "SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = %s::regnamespace", (database.schema,)
        ).fetchall()
    )
    for name, body in dict(_FUNCTION.findall(text)).items():  # the last one made counts
        if bodies.get(name) != body:
            yield f"the function {name} is not the one that was made for it"
