-- A copy of another ledger, taken in entry for entry: the one way in which entries come with times that have passed.
--
-- Only the owner may call what is here, only while the ledger is empty, and all in one transaction: what is begun and
-- not ended cannot be committed. Afterwards the row of `copied` says for ever that the first entries are a copy, whose
-- times are those the source claimed; what is recorded later has this ledger's own.
--
-- Errors:  CT006  the ledger is not empty     CT021  the copy is not what was announced

create table {schema}.copied (
    one_row  boolean primary key default true check (one_row),
    size     bigint not null check (size >= 0),                     -- entries of the log that are a copy
    root     bytea not null check (octet_length(root) = 32),        -- root hash of the source's log at that size
    sha256   bytea not null check (octet_length(sha256) = 32),      -- of the copy's file, as its trailer gives it
    taken_at timestamptz not null default clock_timestamp(),
    finished boolean not null default false
);

create function {schema}.copied_stays() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' and not old.finished and new.finished
       and (new.one_row, new.size, new.root, new.sha256, new.taken_at)
         = (old.one_row, old.size, old.root, old.sha256, old.taken_at) then
        return new;
    end if;
    raise exception 'where a ledger was copied from is not changed' using errcode = 'insufficient_privilege';
end $$;

create function {schema}.copy_is_finished() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from copied where not finished) then
        raise exception 'a copy is taken in whole or not at all' using errcode = 'CT021';
    end if;
    return null;
end $$;

create trigger copied_stay before update or delete on {schema}.copied for each row execute function {schema}.copied_stays();
create trigger copied_kept before truncate on {schema}.copied execute function {schema}.refuse_change();
create constraint trigger copied_finished after insert on {schema}.copied
    deferrable initially deferred for each row execute function {schema}.copy_is_finished();
alter table {schema}.copied
    enable always trigger copied_stay, enable always trigger copied_kept, enable always trigger copied_finished;

-- As in 0001, but for the last condition: while a copy is taken in, times have passed.
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

-- Begins a copy: the source's settings, how large it is to be, and what its root and its file's hash are.
create function {schema}.copy_begin(
    p_origin text, p_clock text, p_file_key_secret bytea, p_request_key bytea, p_opened_at timestamptz,
    p_size bigint, p_root bytea, p_sha256 bytea)
returns void language plpgsql set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from settings) or exists (select from files) or exists (select from log)
       or exists (select from documents) then
        raise exception 'the ledger is not empty' using errcode = 'CT006';
    end if;
    insert into copied (size, root, sha256) values (p_size, p_root, p_sha256);
    insert into settings (origin, clock, file_key_secret, request_key, opened_at)
    values (p_origin, p_clock, p_file_key_secret, p_request_key, p_opened_at);
end $$;

-- One document of the copy, whose bytes follow by file_chunk.
create function {schema}.copy_document(p_sha256 bytea, p_size bigint, p_media_type text, p_filed_at timestamptz)
returns void language plpgsql set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if not exists (select from copied where not finished) then
        raise exception 'no copy is being taken in' using errcode = 'CT021';
    end if;
    insert into documents (sha256, size, media_type, filed_at) values (p_sha256, p_size, p_media_type, p_filed_at);
end $$;

-- The next entries of the copy, in the order of the log, with their openings and citations (numbered as in append,
-- from 1 over this call) and their places in the log.
create function {schema}.copy_entries(
    p_first bigint, p_files uuid[], p_positions bigint[], p_kinds text[], p_states bytea[], p_recorded_at timestamptz[],
    p_arrivals bigint[], p_ordinals int[], p_sizes int[], p_commands uuid[], p_requests bytea[],
    p_leaf_hashes bytea[], p_sealed_at timestamptz[],
    p_opened int[], p_digests bytea[], p_disclosures bytea[], p_persons text[], p_citing int[], p_documents bytea[])
returns void language plpgsql set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if not exists (select from copied where not finished) then
        raise exception 'no copy is being taken in' using errcode = 'CT021';
    end if;
    for i in 1 .. cardinality(p_files) loop
        insert into files values (p_files[i], p_positions[i], p_recorded_at[i])
            on conflict (file_id) do update set head = excluded.head, last_at = excluded.last_at;
        insert into entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size, command_id, request)
        values (p_files[i], p_positions[i], p_kinds[i], p_states[i], p_recorded_at[i], p_arrivals[i], p_ordinals[i],
                p_sizes[i], p_commands[i], p_requests[i]);
    end loop;
    insert into log (index, file_id, position, arrival, leaf_hash, sealed_at)
    select p_first + o - 1, f, p, a, h, t
      from unnest(p_files, p_positions, p_arrivals, p_leaf_hashes, p_sealed_at) with ordinality x(f, p, a, h, t, o)
     order by o;
    insert into openings (digest, disclosure, person, file_id, position)
    select w.digest, w.disclosure, w.person, p_files[w.o], p_positions[w.o]
      from unnest(p_opened, p_digests, p_disclosures, p_persons) w(o, digest, disclosure, person);
    insert into citations (file_id, position, sha256)
    select p_files[w.o], p_positions[w.o], w.d from unnest(p_citing, p_documents) w(o, d);
end $$;

-- Ends a copy: everything announced is there, and recording and sealing go on after it.
create function {schema}.copy_end() returns void language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_size bigint;
    v_last bigint;
begin
    select size into v_size from copied where not finished;
    if v_size is null or v_size <> (select count(*) from log) or v_size <> (select count(*) from entries)
       or v_size <> (select coalesce(sum(head), 0) from files) then
        raise exception 'the copy is not as large as was announced' using errcode = 'CT021';
    end if;
    select coalesce(max(arrival), 0) into v_last from entries;
    if v_last > 0 then
        perform setval('arrival', v_last);
    end if;
    if exists (select from settings where clock = 'simulated') then
        insert into simulated_clock (at) select coalesce(max(recorded_at), '-infinity') from entries;
    end if;
    update sealing set floor = v_last, mark = v_last, mark_xid = '0', size = v_size,
           sealed_at = coalesce((select max(sealed_at) from log), '-infinity');
    update copied set finished = true;
end $$;

revoke all on {schema}.copied from public;
revoke all on function {schema}.copied_stays, {schema}.copy_is_finished, {schema}.copy_begin, {schema}.copy_document,
    {schema}.copy_entries, {schema}.copy_end from public;
grant select on {schema}.copied to {app}, {sealer}, {projector};
