-- Which files were begun since is found by what was begun, and not by looking at every file there is.
--
-- Whoever opens a file asks it (ledger/names_taken.py). Without this, position = 1 was looked for file by file in the
-- key of entries: 1.8 ms at 370 files, and growing with them. docs/adr/0166.
create index entries_begun on {schema}.entries (arrival) where position = 1;
