-- What the signer says after a loss that was explained, apart from what it said before; and what witnesses answered.
--
-- A log that was set back grows again over sizes for which there are checkpoints, maps and hashes already. Those stay, as
-- everything here does; `after_loss` counts the losses explained by then, and the highest is the one that counts.

alter table {schema}.checkpoints add column after_loss int not null default 0 check (after_loss >= 0);
alter table {schema}.checkpoints drop constraint checkpoints_pkey, add primary key (after_loss, size);
alter table {schema}.maps add column after_loss int not null default 0 check (after_loss >= 0);
alter table {schema}.maps drop constraint maps_pkey, add primary key (after_loss, size);
alter table {schema}.subtrees add column after_loss int not null default 0 check (after_loss >= 0);
alter table {schema}.subtrees drop constraint subtrees_pkey, add primary key (after_loss, level, number);

-- A line that a witness signed a checkpoint with (C2SP tlog-cosignature); each was checked when it came.
create table {schema}.cosignatures (
    after_loss int not null,
    size       bigint not null,
    witness    text not null check (octet_length(witness) between 1 and 300),  -- its public key, as one line
    line       text not null check (octet_length(line) <= 1000 and line ~ '^— [^ ]+ [A-Za-z0-9+/]+=*\n$'),
    signed_at  timestamptz not null default clock_timestamp(),
    primary key (after_loss, size, witness)
);

create trigger cosignatures_stay before update or delete on {schema}.cosignatures for each row execute function {schema}.refuse_change();
create trigger cosignatures_kept before truncate on {schema}.cosignatures execute function {schema}.refuse_change();
alter table {schema}.cosignatures enable always trigger cosignatures_stay, enable always trigger cosignatures_kept;

revoke all on {schema}.cosignatures from public;
grant select on {schema}.cosignatures to {app}, {sealer};
grant insert (after_loss, size, witness, line) on {schema}.cosignatures to {sealer};
grant insert (after_loss) on {schema}.checkpoints to {sealer};
grant insert (after_loss) on {schema}.maps to {sealer};
