"""The evidence bundle: what leaves the building when somebody has to be shown, and can check, what is on a file.

| to find | open |
|---|---|
| for whom a bundle may be made, and what each is shown | `purposes.py` |
| which entries, words and exhibits one bundle holds, and on what ground the others are left out | `selection.py` |
| words about a person, by the marks of fields | `personal_fields.py` |
| what its pages say | `contents.py`, and `chronology.py`, `facts.py`, `absences.py`, `certificate.py` |
| its pages as PDF | `archive.py`, `templates/`; in a process of its own: `compiling.py` |
| the proofs, timestamps and keys it takes from the log | `from_log.py` |
| the ZIP with everything, and its manifest | `packing.py`; its files besides the pages: `members.py` |
| what one will hold, with its proofs | `looked.py` |
| all of it in order | `making.py` |

A bundle says what was recorded, when, by which account, and that nothing of the file is left out unnamed. It does not
say that what was recorded is true. docs/adr/0080 to 0082.
"""
