-- Erasing: the one way in which openings, citations and documents go, and what stays to say that they did.
--
-- An erasure is an entry (`words-erased`, `file-disposed`) that names the digests it takes away; `erase` deletes their
-- openings in the transaction in which that entry is recorded, and in no other. Entries, digests, hashes and the log
-- stay as they are. The keys lie outside the database and are destroyed after the commit: until that is done,
-- keys_to_destroy says which (ledger/privacy/erasure.py).
--
-- Errors:  CT031  the entry that should say so was not recorded in this transaction, or does not name these digests

-- One row for each erasing entry. `whole`: the file was disposed of, up to this entry.
create table {schema}.erasures (
    file_id   uuid not null,
    position  bigint not null,
    whole     boolean not null,
    primary key (file_id, position),
    foreign key (file_id, position) references {schema}.entries (file_id, position)
);

-- Each digest whose opening was erased, the entry that said so, and the entry whose words they were.
create table {schema}.erased (
    digest    bytea primary key check (octet_length(digest) = 32),
    file_id   uuid not null,
    position  bigint not null,
    of_entry  bigint not null,
    foreign key (file_id, position) references {schema}.erasures (file_id, position)
);
create index erased_of_entry on {schema}.erased (file_id, of_entry);

-- The keys that are still to be destroyed. What is done goes from here: a pseudonym and a document's digest do not stay.
create table {schema}.keys_to_destroy (
    number    bigint primary key generated always as identity,
    scope     text not null check (scope in ('file', 'person', 'document')),
    file_id   uuid not null,
    position  bigint not null,              -- of the erasing entry
    person    text,                         -- for a person's words
    digest    bytea,                        -- of the opening, or of the document; null: everything in the scope
    check ((scope = 'person') = (person is not null)),
    check (scope = 'file' or digest is not null),
    foreign key (file_id, position) references {schema}.erasures (file_id, position)
);

-- Digests an entry's bytes name between quotation marks.
create function {schema}.digests_named(p_state bytea) returns setof bytea language sql immutable
set search_path = pg_catalog, pg_temp as $$
    select decode(translate(found[1], '-_', '+/') || '=', 'base64')
      from regexp_matches(convert_from(p_state, 'UTF8'), '"([A-Za-z0-9_-]{43})"', 'g') found
$$;

create function {schema}.erasure_is_recorded() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if not exists (select from entries e
                    where e.file_id = new.file_id and e.position = new.position
                      and e.xmin = pg_current_xact_id()::xid
                      and e.kind like case when new.whole then 'file-disposed/%' else 'words-erased/%' end) then
        raise exception 'entry % of file % is no erasure recorded in this transaction', new.position, new.file_id
            using errcode = 'CT031';
    end if;
    return new;
end $$;

-- Once per statement: what is said to be erased is named by the entry that erases it, or lies on the file disposed of.
create function {schema}.erased_is_named() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if exists (select from gone g join erasures a using (file_id, position)
                where a.xmin <> pg_current_xact_id()::xid or g.of_entry >= g.position)
       or exists (select from gone g join erasures a using (file_id, position)
                   where not a.whole
                     and g.digest not in (select digests_named(e.state) from entries e
                                           where e.file_id = g.file_id and e.position = g.position))
       or (exists (select from gone g where not exists (select from openings o
                    where o.digest = g.digest and o.file_id = g.file_id and o.position = g.of_entry))
           and not exists (select from copied where not finished)) then
        raise exception 'an erasure takes away what its entry names, and nothing else' using errcode = 'CT031';
    end if;
    return null;
end $$;

create function {schema}.opening_stays() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if tg_op = 'DELETE' and exists (select from erased e where e.digest = old.digest) then
        return old;
    end if;
    raise exception 'the ledger only grows: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Words are erased by an entry that names them.';
end $$;

create function {schema}.citation_stays() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if tg_op = 'DELETE' and exists (select from erased e where e.file_id = old.file_id and e.of_entry = old.position) then
        return old;
    end if;
    raise exception 'the ledger only grows: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Words are erased by an entry that names them.';
end $$;

-- A document, or its bytes, go only with an erasure, and only when no entry cites it any more.
create function {schema}.document_stays() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if tg_op = 'DELETE' and exists (select from erasures a where a.xmin = pg_current_xact_id()::xid)
       and not exists (select from citations c where c.sha256 = old.sha256) then
        return old;
    end if;
    raise exception 'the ledger only grows: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Words are erased by an entry that names them.';
end $$;

-- Erases what an entry recorded in this transaction names: the openings of these digests (null: of the whole file, up
-- to the entry); what p_citing cites of p_documents; and those of the documents that nothing cites any more.
-- Returns how many openings and how many documents went.
create function {schema}.erase(
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

-- These keys have been destroyed.
create function {schema}.keys_are_destroyed(p_numbers bigint[]) returns void
language sql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
    delete from keys_to_destroy where number = any (p_numbers)
$$;

-- Takes away once more what an erasure took away and a restored table brought back; returns how many openings.
create function {schema}.erase_again() returns bigint
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_openings bigint;
begin
    delete from openings o using erased e where e.digest = o.digest;
    get diagnostics v_openings = row_count;
    return v_openings;
end $$;

-- What entries of a copy say was erased (migrations/0005_copy.sql): its words are not in the copy.
create function {schema}.copy_erasure(
    p_file uuid, p_position bigint, p_whole boolean, p_digests bytea[], p_of_entries bigint[])
returns void language plpgsql set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if not exists (select from copied where not finished) then
        raise exception 'no copy is being taken in' using errcode = 'CT021';
    end if;
    insert into erasures (file_id, position, whole) values (p_file, p_position, p_whole);
    insert into erased (digest, file_id, position, of_entry)
    select d, p_file, p_position, o from unnest(p_digests, p_of_entries) x(d, o);
end $$;

drop trigger openings_stay on {schema}.openings;
drop trigger citations_stay on {schema}.citations;
drop trigger documents_stay on {schema}.documents;
drop trigger chunks_stay on {schema}.chunks;
create trigger openings_stay before update or delete on {schema}.openings for each row execute function {schema}.opening_stays();
create trigger citations_stay before update or delete on {schema}.citations for each row execute function {schema}.citation_stays();
create trigger documents_stay before update or delete on {schema}.documents for each row execute function {schema}.document_stays();
create trigger chunks_stay before update or delete on {schema}.chunks for each row execute function {schema}.document_stays();
create trigger erasures_recorded before insert on {schema}.erasures for each row execute function {schema}.erasure_is_recorded();
create trigger erasures_stay before update or delete on {schema}.erasures for each row execute function {schema}.refuse_change();
create trigger erasures_kept before truncate on {schema}.erasures execute function {schema}.refuse_change();
create trigger erased_named after insert on {schema}.erased referencing new table as gone for each statement execute function {schema}.erased_is_named();
create trigger erased_stay before update or delete on {schema}.erased for each row execute function {schema}.refuse_change();
create trigger erased_kept before truncate on {schema}.erased execute function {schema}.refuse_change();
alter table {schema}.openings enable always trigger openings_stay;
alter table {schema}.citations enable always trigger citations_stay;
alter table {schema}.documents enable always trigger documents_stay;
alter table {schema}.chunks enable always trigger chunks_stay;
alter table {schema}.erasures
    enable always trigger erasures_recorded, enable always trigger erasures_stay, enable always trigger erasures_kept;
alter table {schema}.erased
    enable always trigger erased_named, enable always trigger erased_stay, enable always trigger erased_kept;

revoke all on {schema}.erasures, {schema}.erased, {schema}.keys_to_destroy from public;
revoke all on function {schema}.digests_named, {schema}.erasure_is_recorded, {schema}.erased_is_named,
    {schema}.opening_stays, {schema}.citation_stays, {schema}.document_stays, {schema}.erase,
    {schema}.keys_are_destroyed, {schema}.erase_again, {schema}.copy_erasure from public;
grant select on {schema}.erasures, {schema}.erased, {schema}.keys_to_destroy to {app};
grant select on {schema}.erasures, {schema}.erased to {projector}, {sealer};
grant execute on function {schema}.erase, {schema}.keys_are_destroyed, {schema}.erase_again to {app};
