-- What a table's owner could still write by hand without its showing at once, and what may be refused without slowing append.
--
-- These refuse, as the triggers before them do, to everyone and in every session_replication_role. What nobody can be
-- refused is named by `cleartrail audit` and `cleartrail verify`: docs/adr/0092.

create function {schema}.clock_begins() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if not exists (select from settings where clock = 'simulated') then
        raise exception 'only a simulated ledger has a clock of its own' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- A copy is taken into an empty ledger. In any other, saying that one is under way would let entries come with times
-- that have passed.
create function {schema}.copied_first() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from settings) or exists (select from files) or exists (select from log) then
        raise exception 'a copy is taken into an empty ledger' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- Whoever moves a file's head writes its last entry in the same transaction; a head without it would let nobody append
-- to the file again.
create function {schema}.head_is_written() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from files f where f.file_id = new.file_id and not exists
               (select from entries e where e.file_id = f.file_id and e.position = f.head)) then
        raise exception 'file % has no entry at its head', new.file_id using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

-- What is sealed is there, of the append it is said to be of; and the log ends where sealing says, which the sealer moves
-- first. (A copy moves it last.)
create function {schema}.log_is_of_entries() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from sealed s left join entries e on e.file_id = s.file_id and e.position = s.position
                where e.arrival is distinct from s.arrival) then
        raise exception 'the log takes in only entries that are there' using errcode = 'insufficient_privilege';
    elsif exists (select from sealed) and not exists (select from copied where not finished)
          and (select max(s.index) + 1 from sealed s) > (select size from sealing) then
        raise exception 'the log ends where sealing has got to' using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

create function {schema}.sealing_is_written() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if (select size from sealing) <> (select coalesce(max(l.index) + 1, 0) from log l)
       or (select floor from sealing) > (select coalesce(max(arrival), 0) from entries) then
        raise exception 'sealing ends where the log does' using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

create trigger clock_begins before insert on {schema}.simulated_clock for each row execute function {schema}.clock_begins();
create trigger copied_first before insert on {schema}.copied for each row execute function {schema}.copied_first();
create constraint trigger files_written after insert or update on {schema}.files
    deferrable initially deferred for each row execute function {schema}.head_is_written();
create trigger log_of_entries after insert on {schema}.log
    referencing new table as sealed for each statement execute function {schema}.log_is_of_entries();
create constraint trigger sealing_written after update on {schema}.sealing
    deferrable initially deferred for each row execute function {schema}.sealing_is_written();
create trigger generation_stays before delete on {schema}.generation for each row execute function {schema}.refuse_change();
create trigger generation_kept before truncate on {schema}.generation execute function {schema}.refuse_change();
create trigger schema_version_stay before update or delete on {schema}.schema_version
    for each row execute function {schema}.refuse_change();
create trigger schema_version_kept before truncate on {schema}.schema_version execute function {schema}.refuse_change();

alter table {schema}.simulated_clock enable always trigger clock_begins;
alter table {schema}.copied enable always trigger copied_first;
alter table {schema}.files enable always trigger files_written;
alter table {schema}.log enable always trigger log_of_entries;
alter table {schema}.sealing enable always trigger sealing_written;
alter table {schema}.generation enable always trigger generation_stays, enable always trigger generation_kept;
alter table {schema}.schema_version
    enable always trigger schema_version_stay, enable always trigger schema_version_kept;

revoke all on function {schema}.clock_begins, {schema}.copied_first, {schema}.head_is_written, {schema}.log_is_of_entries,
    {schema}.sealing_is_written from public;

-- A note stands under the size that it was signed over.
alter table {schema}.checkpoints add constraint checkpoints_of_size
    check (split_part(convert_from(note, 'UTF8'), E'\n', 2) = size::text);
alter table {schema}.maps add constraint maps_of_size
    check (split_part(convert_from(note, 'UTF8'), E'\n', 3) = size::text);

-- Not to draw numbers, which is USAGE: so that the audit sees where it stands.
grant select on {schema}.arrival to {app};
