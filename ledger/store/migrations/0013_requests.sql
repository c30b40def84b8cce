-- What is kept of a request is encrypted too, and what was destroyed is known again when old keys are brought back.
--
-- A command's request was kept as an HMAC whose key lies in `settings`: after its words were erased, a guess at them could
-- still be tried against it. It is kept under a key outside the database now (ledger/privacy/encryption.py, a request), which
-- goes with the first of its words. Those that are there are encrypted at the line that says so; the table is then
-- written anew and its old files go. Where words were erased already, nothing is kept: such a command cannot be told again.

-- Of a key that lies under another file than that of the erasing entry: which.
alter table {schema}.keys_to_destroy add column other_file uuid;

-- Every key that was destroyed, by its path in the tree of keys and a mark (ledger/privacy/key_tree.py, a note): who does not have
-- the tree can neither tell of what, nor write one that counts. Where a folder of keys from before is brought back, it
-- tells where keys lie that entries say are destroyed, and gives no cause to destroy any other (ledger/privacy/bringing_back.py).
create table {schema}.destroyed (
    note text primary key check (note ~ '^([0-9a-f]{16}){2,3}$')    -- of a whole scope; of a key in one
);

-- These keys have been destroyed; and these are the notes of destroyed keys.
drop function {schema}.keys_are_destroyed(bigint[]);
create function {schema}.keys_are_destroyed(p_numbers bigint[], p_notes text[]) returns void
language sql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
    insert into destroyed (note) select distinct n from unnest(p_notes) n on conflict do nothing;
    delete from keys_to_destroy where number = any (p_numbers)
$$;

-- As in 0008, with the keys of what was asked when the words were recorded.
create or replace function {schema}.erase(
    p_file uuid, p_position bigint, p_digests bytea[], p_citing bigint[], p_documents bytea[])
returns table (openings bigint, documents bigint)
language plpgsql security definer
set search_path = pg_catalog, {schema}, pg_temp
set lock_timeout = '10s'
as $$
#variable_conflict use_column
declare
    v_whole     boolean := p_digests is null;
    v_openings  bigint;
    v_documents bytea[];
    v_gone      bytea[];
begin
    insert into erasures (file_id, position, whole) values (p_file, p_position, v_whole);
    insert into erased (digest, file_id, position, of_entry)
    select o.digest, p_file, p_position, o.position from openings o
     where o.file_id = p_file and o.position < p_position and (v_whole or o.digest = any (p_digests));

    -- A file's key goes whole; what lies under a person's key goes one by one, for it may lie under other files too.
    insert into keys_to_destroy (scope, file_id, position, person, digest)
    select case when o.person is null then 'file' else 'person' end, p_file, p_position, o.person, o.digest
      from openings o join erased e on e.digest = o.digest
     where e.file_id = p_file and e.position = p_position and (o.person is not null or not v_whole);
    if v_whole then
        insert into keys_to_destroy (scope, file_id, position) values ('file', p_file, p_position);
    end if;
    -- What was asked lies under the file that its command's first entry is on.
    insert into keys_to_destroy (scope, file_id, position, digest, other_file)
    select distinct 'file', p_file, p_position,
           sha256(convert_to(E'cleartrail-request/1\n', 'UTF8') || uuid_send(a.command_id)), nullif(a.file_id, p_file)
      from erased e
      join entries x on x.file_id = p_file and x.position = e.of_entry
      join entries a on a.arrival = x.arrival and a.ordinal = 1
     where e.file_id = p_file and e.position = p_position and a.command_id is not null
       and (not v_whole or a.file_id <> p_file);
    delete from openings o using erased e
     where e.digest = o.digest and e.file_id = p_file and e.position = p_position;
    get diagnostics v_openings = row_count;

    if v_whole then
        with gone as (delete from citations c where c.file_id = p_file and c.position < p_position returning c.sha256)
        select array_agg(distinct sha256) into v_documents from gone;
    else
        with gone as (
            delete from citations c using unnest(p_citing, p_documents) x(position, sha256)
             where c.file_id = p_file and c.position = x.position and c.sha256 = x.sha256 returning c.sha256)
        select array_agg(distinct sha256) into v_documents from gone;
    end if;
    -- Held, so that whoever is about to cite one waits, and then finds it gone; those cited meanwhile stay.
    perform from documents d where d.sha256 = any (v_documents) order by d.sha256 for update;
    select array_agg(d) into v_gone from unnest(v_documents) d
     where not exists (select from citations c where c.sha256 = d);
    insert into keys_to_destroy (scope, file_id, position, digest)
    select 'document', p_file, p_position, d from unnest(v_gone) d;
    delete from chunks c where c.sha256 = any (v_gone);
    delete from documents d where d.sha256 = any (v_gone);
    return query select v_openings, coalesce(cardinality(v_gone), 0)::bigint;
end $$;

-- ---------------------------------------------------------------------------------------------- what there is

create table {schema}.requests_again (command_id uuid primary key, request bytea not null);
create function {schema}.request_again(p_command uuid) returns bytea language sql stable
set search_path = pg_catalog, {schema}, pg_temp as $$
    select request from requests_again where command_id = p_command
$$;

-- python: ledger/store/fingerprints.py

do $do$ begin
    if exists (select from {schema}.requests_again) then
        -- Writes the whole table into a new file: updated row by row, the old fingerprints would stay in the old one.
        alter table {schema}.entries alter column request type bytea using {schema}.request_again(command_id);
    end if;
end $do$;
drop function {schema}.request_again(uuid);
drop table {schema}.requests_again;

-- ---------------------------------------------------------------------------------------------- who opened what

-- As in 0009, with the name and the role of whoever was given it, as they were then.
alter table {schema}.opened
    add column name text check (length(name) between 1 and 200), add column office text check (length(office) <= 200);
drop function {schema}.note_opened(text, uuid[], bigint[]);
create function {schema}.note_opened(p_account text, p_name text, p_office text, p_files uuid[], p_positions bigint[])
returns bigint
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_at   timestamptz := coalesce((select nullif(at, '-infinity') from simulated_clock), clock_timestamp());
    v_new  bigint;
begin
    insert into opened (file_id, position, account, first_at, name, office)
    select x.f, x.p, p_account, v_at, p_name, p_office from unnest(p_files, p_positions) x(f, p) order by x.f, x.p
    on conflict do nothing;
    get diagnostics v_new = row_count;
    return v_new;
end $$;

create trigger destroyed_stay before update or delete on {schema}.destroyed for each row execute function {schema}.refuse_change();
create trigger destroyed_kept before truncate on {schema}.destroyed execute function {schema}.refuse_change();
alter table {schema}.destroyed enable always trigger destroyed_stay, enable always trigger destroyed_kept;

revoke all on {schema}.destroyed from public;
revoke all on function {schema}.keys_are_destroyed, {schema}.note_opened from public;
grant select on {schema}.destroyed to {app};
grant execute on function {schema}.keys_are_destroyed, {schema}.note_opened to {app};
