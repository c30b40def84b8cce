"""An authority's way of working as data: read from TOML, every row with its citation.

The rows a procedure may have stand in rows.py, what rules and duties ask it in procedure.py; where files lie says
folder.py, how one is read reading.py, which there are by_name.py. Under every procedure lie the rows of
where-silent.toml: what is taken for one that does not say. Laws (laws.py) are laid over it.
A procedure file that is wrong (unknown level, bad office, missing citation) is refused with file, line, row and reason
(wrong.py, checking.py).
"""

from __future__ import annotations

from ledger.procedures.by_name import installed, not_here, procedures, read, shipped, versions
from ledger.procedures.offices_named import InOffice
from ledger.procedures.procedure import Procedure
from ledger.procedures.reading import parse
from ledger.procedures.wrong import ProcedureError

__all__ = [
    "InOffice", "Procedure", "ProcedureError", "installed", "not_here", "parse", "procedures", "read", "shipped",
    "versions",
]  # fmt: skip
