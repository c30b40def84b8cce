-- The ledger's own tables: what was recorded, in which order, and the rules that keep it from being changed.
--
-- Four tables hold the record (settings, files, entries, log); two single rows hold where work has got to
-- (simulated_clock, sealing). Nothing here is ever updated to say something else: triggers refuse it to everyone,
-- the owner and a superuser included, and fire in every session_replication_role (ENABLE ALWAYS). Whoever owns the
-- server can still disable a trigger; that is not prevented but detected, by the hashes in the log.
--
-- No foreign key in this schema cascades: a cascade would be a delete.

-- ---------------------------------------------------------------------------------------------------------------
-- settings: what a ledger is, decided once

create table {schema}.settings (
    one_row         boolean primary key default true check (one_row),
    origin          text not null check (origin ~ '^[!-*,-~]+$' and length(origin) <= 200),  -- a log's name: no space, no plus
    clock           text not null check (clock in ('real', 'simulated')),
    file_key_secret bytea not null check (octet_length(file_key_secret) >= 16),
    request_key     bytea not null check (octet_length(request_key) >= 16),
    opened_at       timestamptz not null default clock_timestamp()
);

-- In a simulated ledger (examples, tests) whoever records states the time; it may stand still, and never falls.
create table {schema}.simulated_clock (
    one_row boolean primary key default true check (one_row),
    at      timestamptz not null
) with (fillfactor = 50);

-- ---------------------------------------------------------------------------------------------------------------
-- files and entries

-- One row per file: how many entries it has. Whoever appends locks it; writers on different files never meet.
create table {schema}.files (
    file_id uuid primary key,
    head    bigint not null check (head >= 0),
    last_at timestamptz not null
) with (fillfactor = 70);

create sequence {schema}.arrival cache 1;    -- cache 1: numbers are drawn in the order of time, the sealer relies on it

create table {schema}.entries (
    file_id     uuid not null,
    position    bigint not null check (position >= 1),
    kind        text not null,
    state       bytea not null,
    recorded_at timestamptz not null check (isfinite(recorded_at)),
    arrival     bigint not null,    -- one number for a whole append, shared by all its entries
    ordinal     int not null check (ordinal >= 1),     -- place within the append
    size        int,                -- how many entries the append has; on its first entry only, as are the next two
    command_id  uuid,
    request     bytea,
    primary key (file_id, position),
    constraint entries_kind check (kind ~ '^[a-z][a-z0-9-]*(/[1-9][0-9]*)?$' and length(kind) <= 100),
    constraint entries_state_size check (octet_length(state) <= 1048576),
    constraint entries_state_text check (convert_from(state, 'UTF8') is not null),
    constraint entries_first check ((ordinal = 1) = (size is not null)),
    constraint entries_command check (command_id is null or ordinal = 1),
    constraint entries_request check ((command_id is null) = (request is null))
);
create unique index entries_arrival on {schema}.entries (arrival, ordinal);
create unique index entries_command_id on {schema}.entries (command_id) where command_id is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- the log: the one order of everything, given by the sealer

create table {schema}.log (
    index       bigint primary key check (index >= 0),
    file_id     uuid not null,
    position    bigint not null,
    arrival     bigint not null,
    leaf_hash   bytea not null check (octet_length(leaf_hash) = 32),
    sealed_at   timestamptz not null,
    unique (file_id, position)
);
create index log_arrival on {schema}.log (arrival);
create index log_sealed_at on {schema}.log (sealed_at);

-- Where the sealer has got to (ledger/log/sealer.py explains the words).
create table {schema}.sealing (
    one_row     boolean primary key default true check (one_row),
    floor       bigint not null default 0,
    mark        bigint not null default 0,
    mark_xid    xid8 not null default '0',
    size        bigint not null default 0,
    sealed_at   timestamptz not null default '-infinity'
) with (fillfactor = 50);
insert into {schema}.sealing default values;

-- ---------------------------------------------------------------------------------------------------------------
-- what the triggers refuse

create function {schema}.refuse_change() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'the ledger only grows: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Record a correction; it is an entry of its own.';
end $$;

-- An entry follows the one before it, in place and in time, and the file's head has been moved for it first, as
-- append does. An INSERT that goes round append is refused wherever this shows it. (BEFORE INSERT, row by row: it
-- sees the rows that the same statement has already inserted.)
create function {schema}.entry_follows() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_head      bigint;
    v_last_at   timestamptz;
    v_previous  timestamptz;
begin
    select f.head, f.last_at, p.recorded_at into v_head, v_last_at, v_previous
      from files f left join entries p on p.file_id = f.file_id and p.position = new.position - 1
     where f.file_id = new.file_id;
    if v_head is null or new.position > v_head or new.recorded_at is distinct from v_last_at then
        raise exception 'entry % of file % is not being written by append', new.position, new.file_id
            using errcode = 'insufficient_privilege', hint = 'append is the only way in.';
    elsif new.position > 1 and v_previous is null then
        raise exception 'entry % of file % has no entry before it', new.position, new.file_id
            using errcode = 'insufficient_privilege';
    elsif new.recorded_at < v_previous then
        raise exception 'entry % of file % is dated before the entry it follows', new.position, new.file_id
            using errcode = 'insufficient_privilege';
    elsif new.recorded_at < transaction_timestamp() - interval '1 second'
          and exists (select from settings where clock = 'real') then
        raise exception 'entry % of file % is dated before it was written', new.position, new.file_id
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- A file's head only rises. A head row may go only while it has no entries: append takes back the ones it made for
-- an append that came to nothing.
create function {schema}.head_rises() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        if old.head = 0 then
            return old;
        end if;
    elsif new.file_id = old.file_id and new.head > old.head and new.last_at >= old.last_at then
        return new;
    end if;
    raise exception 'the ledger only grows: % of file %''s head is refused', tg_op, old.file_id
        using errcode = 'insufficient_privilege';
end $$;

create function {schema}.clock_rises() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if new.at < old.at then
        raise exception 'a simulated clock never falls' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create function {schema}.sealing_rises() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if new.floor < old.floor or new.size < old.size or new.sealed_at < old.sealed_at then
        raise exception 'sealing never goes back' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- The log has no gap and its time never falls. Once per statement: the sealer writes a page at a time.
create function {schema}.log_is_dense() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_first bigint;
    v_last  bigint;
    v_count bigint;
    v_from  timestamptz;
begin
    select min(s.index), max(s.index), count(*), min(s.sealed_at) into v_first, v_last, v_count, v_from from sealed s;
    if v_count = 0 then
        return null;
    elsif v_last - v_first + 1 <> v_count
          or (v_first > 0 and not exists (select from log l where l.index = v_first - 1 and l.sealed_at <= v_from)) then
        raise exception 'log rows % to % do not follow the log', v_first, v_last using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

create trigger settings_stay before update or delete on {schema}.settings for each row execute function {schema}.refuse_change();
create trigger settings_kept before truncate on {schema}.settings execute function {schema}.refuse_change();
create trigger clock_rises before update on {schema}.simulated_clock for each row execute function {schema}.clock_rises();
create trigger clock_stays before delete on {schema}.simulated_clock for each row execute function {schema}.refuse_change();
create trigger clock_kept before truncate on {schema}.simulated_clock execute function {schema}.refuse_change();
create trigger files_rise before update or delete on {schema}.files for each row execute function {schema}.head_rises();
create trigger files_kept before truncate on {schema}.files execute function {schema}.refuse_change();
create trigger entries_follow before insert on {schema}.entries for each row execute function {schema}.entry_follows();
create trigger entries_stay before update or delete on {schema}.entries for each row execute function {schema}.refuse_change();
create trigger entries_kept before truncate on {schema}.entries execute function {schema}.refuse_change();
create trigger log_dense after insert on {schema}.log referencing new table as sealed for each statement execute function {schema}.log_is_dense();
create trigger log_stays before update or delete on {schema}.log for each row execute function {schema}.refuse_change();
create trigger log_kept before truncate on {schema}.log execute function {schema}.refuse_change();
create trigger sealing_rises before update on {schema}.sealing for each row execute function {schema}.sealing_rises();
create trigger sealing_stays before delete on {schema}.sealing for each row execute function {schema}.refuse_change();
create trigger sealing_kept before truncate on {schema}.sealing execute function {schema}.refuse_change();

alter table {schema}.settings enable always trigger settings_stay, enable always trigger settings_kept;
alter table {schema}.simulated_clock enable always trigger clock_rises, enable always trigger clock_stays, enable always trigger clock_kept;
alter table {schema}.files enable always trigger files_rise, enable always trigger files_kept;
alter table {schema}.entries enable always trigger entries_follow, enable always trigger entries_stay, enable always trigger entries_kept;
alter table {schema}.log enable always trigger log_dense, enable always trigger log_stays, enable always trigger log_kept;
alter table {schema}.sealing enable always trigger sealing_rises, enable always trigger sealing_stays, enable always trigger sealing_kept;

-- ---------------------------------------------------------------------------------------------------------------
-- who may do what: nobody anything, then each role the least it needs

revoke all on schema {schema} from public;
revoke all on all tables in schema {schema} from public;
revoke all on all sequences in schema {schema} from public;
revoke all on all functions in schema {schema} from public;
alter default privileges for role {owner} in schema {schema} revoke all on tables from public;
alter default privileges for role {owner} revoke execute on functions from public;

grant usage on schema {schema} to {app}, {sealer}, {projector};
grant select on {schema}.settings, {schema}.simulated_clock, {schema}.files, {schema}.entries, {schema}.log, {schema}.sealing to {app};
grant select on {schema}.simulated_clock, {schema}.files, {schema}.entries, {schema}.log, {schema}.sealing to {sealer}, {projector};
grant select (one_row, origin, clock, opened_at) on {schema}.settings to {sealer}, {projector};
grant insert on {schema}.log to {sealer};
grant update on {schema}.sealing to {sealer};
