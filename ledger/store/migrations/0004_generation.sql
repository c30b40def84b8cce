-- Which read models are current. They are not the record: they are worked out from it, and can be at any time again.
--
-- Each building of them is a schema of its own, "<schema>_projection_<n>", made and filled by the projector. This row
-- says which n to read. A reader reads it first, in the transaction in which it reads the rows; whoever fills a
-- schema holds it FOR SHARE while writing, so that it moves between two pages and never within one.

create table {schema}.generation (
    one_row boolean primary key default true check (one_row),
    current int not null default 0 check (current >= 0),    -- 0: none has been built yet
    made_by text not null default '',                       -- what the rows were worked out by: projections/read_models/catalogue.py
    since   timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
insert into {schema}.generation default values;

revoke all on {schema}.generation from public;
grant select on {schema}.generation to {app}, {projector};
grant update on {schema}.generation to {projector};

-- How words are found: by their stem ("missed" finds "missing"), and every word counts: in evidence "not" and "again" do.
create text search dictionary {schema}.stem (template = snowball, language = english);
create text search configuration {schema}.words (copy = pg_catalog.english);
alter text search configuration {schema}.words
    alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part with {schema}.stem;
