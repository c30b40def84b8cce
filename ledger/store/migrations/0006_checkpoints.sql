-- What the signer says of the log: its checkpoints, and the hashes of the tree that proofs are made from.
--
-- Neither is the record, and neither is trusted: a checkpoint holds by its signature, and the key and the last checkpoint
-- lie outside the database (ledger/log/signer.py). A hash here can be worked out from the log at any time.

create table {schema}.checkpoints (
    size      bigint primary key check (size >= 0),     -- entries of the log it covers
    note      bytea not null check (octet_length(note) between 1 and 1000000),  -- as signed: C2SP tlog-checkpoint
    signed_at timestamptz not null default clock_timestamp()
);

-- Of which file there are how many entries in a log of that size, as one signed root hash (ledger/log/files.py).
create table {schema}.maps (
    size      bigint primary key check (size >= 0),
    note      bytea not null check (octet_length(note) between 1 and 1000000),  -- as signed: "cleartrail-map/1"
    signed_at timestamptz not null default clock_timestamp()
);

-- The root hash of each full subtree of 256^level entries, from entry number * 256^level on: the tiles above level 0.
create table {schema}.subtrees (
    level     int not null check (level between 1 and 7),
    number    bigint not null check (number >= 0),
    hash      bytea not null check (octet_length(hash) = 32),
    primary key (level, number)
);

create trigger checkpoints_stay before update or delete on {schema}.checkpoints for each row execute function {schema}.refuse_change();
create trigger checkpoints_kept before truncate on {schema}.checkpoints execute function {schema}.refuse_change();
create trigger maps_stay before update or delete on {schema}.maps for each row execute function {schema}.refuse_change();
create trigger maps_kept before truncate on {schema}.maps execute function {schema}.refuse_change();
create trigger subtrees_stay before update or delete on {schema}.subtrees for each row execute function {schema}.refuse_change();
create trigger subtrees_kept before truncate on {schema}.subtrees execute function {schema}.refuse_change();
alter table {schema}.checkpoints enable always trigger checkpoints_stay, enable always trigger checkpoints_kept;
alter table {schema}.maps enable always trigger maps_stay, enable always trigger maps_kept;
alter table {schema}.subtrees enable always trigger subtrees_stay, enable always trigger subtrees_kept;

revoke all on {schema}.checkpoints, {schema}.maps, {schema}.subtrees from public;
grant select on {schema}.checkpoints, {schema}.maps, {schema}.subtrees to {app}, {sealer};
grant insert (size, note) on {schema}.checkpoints to {sealer};
grant insert (size, note) on {schema}.maps to {sealer};
grant insert on {schema}.subtrees to {sealer};
