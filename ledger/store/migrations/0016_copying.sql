-- A copy is taken in by COPY, and what it must be is asked of the whole of it once, before it may be called finished.
--
-- Until here every entry of a copy came through copy_entries, one by one, each judged against its file's head by the
-- trigger that judges what append writes: ten times what COPY takes. What the trigger asks of an entry is asked here of
-- all together, by whatever finishes the copy; and an unfinished one cannot be committed (0005). docs/adr/0112.

-- As in 0005, but for what no head was moved for: while a copy is taken in, that is judged at its end.
create or replace function {schema}.entry_follows() returns trigger language plpgsql
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
        if v_head is null and exists (select from copied where not finished) then
            return new;
        end if;
        raise exception 'entry % of file % is not being written by append', new.position, new.file_id
            using errcode = 'insufficient_privilege', hint = 'append is the only way in.';
    elsif new.position > 1 and v_previous is null then
        raise exception 'entry % of file % has no entry before it', new.position, new.file_id
            using errcode = 'insufficient_privilege';
    elsif new.recorded_at < v_previous then
        raise exception 'entry % of file % is dated before the entry it follows', new.position, new.file_id
            using errcode = 'insufficient_privilege';
    elsif new.recorded_at < transaction_timestamp() - interval '1 second'
          and exists (select from settings where clock = 'real')
          and not exists (select from copied where not finished) then
        raise exception 'entry % of file % is dated before it was written', new.position, new.file_id
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- Whether what was copied is what append and the sealer would have left: as large as announced, each file without a gap
-- and its times rising, its head at its last entry, and everything sealed.
create function {schema}.copy_is_whole() returns boolean language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_size bigint;
begin
    select size into v_size from copied;
    if v_size <> (select count(*) from log) or v_size <> (select count(*) from entries) then
        return false;
    end if;
    -- A primary key holds that no position is there twice: as many as the last one is none missing.
    if exists (select from (select file_id, count(*) as n, max(position) as last, max(recorded_at) as last_at
                              from entries group by file_id) e
                 full join files f on f.file_id = e.file_id
                where (e.n, e.last, e.last_at) is distinct from (f.head, f.head, f.last_at)) then
        return false;
    end if;
    return not exists (select from (select recorded_at,
                                           lag(recorded_at) over (partition by file_id order by position) as before
                                      from entries) e
                        where recorded_at < before);
end $$;

create or replace function {schema}.copied_stays() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if tg_op = 'UPDATE' and not old.finished and new.finished
       and (new.one_row, new.size, new.root, new.sha256, new.taken_at)
         = (old.one_row, old.size, old.root, old.sha256, old.taken_at) then
        if not copy_is_whole() then
            raise exception 'the copy is not as large as was announced, or not whole' using errcode = 'CT021';
        end if;
        return new;
    end if;
    raise exception 'where a ledger was copied from is not changed' using errcode = 'insufficient_privilege';
end $$;

drop function {schema}.copy_entries(bigint, uuid[], bigint[], text[], bytea[], timestamptz[], bigint[], int[], int[], uuid[],
    bytea[], bytea[], timestamptz[], int[], bytea[], bytea[], text[], int[], bytea[]);

-- Ends a copy, whose entries, log, openings and citations are there: recording and sealing go on after it.
create or replace function {schema}.copy_end() returns void language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_last bigint;
begin
    if not exists (select from copied where not finished) then
        raise exception 'no copy is being taken in' using errcode = 'CT021';
    end if;
    insert into files (file_id, head, last_at) select file_id, max(position), max(recorded_at) from entries group by file_id;
    select coalesce(max(arrival), 0) into v_last from entries;
    if v_last > 0 then
        perform setval('arrival', v_last);
    end if;
    if exists (select from settings where clock = 'simulated') then
        insert into simulated_clock (at) select coalesce(max(recorded_at), '-infinity') from entries;
    end if;
    update sealing set floor = v_last, mark = v_last, mark_xid = '0', size = (select count(*) from log),
           sealed_at = coalesce((select max(sealed_at) from log), '-infinity');
    update copied set finished = true;
end $$;

revoke all on function {schema}.copy_is_whole from public;
