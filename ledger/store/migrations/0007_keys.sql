-- Everything readable is encrypted, under keys that lie outside the database (ledger/privacy/keys.py). What is stored of the words
-- and of the documents' bytes is ciphertext (ledger/privacy/encryption.py); the digests in the entries commit to the plain words,
-- so here nobody can check them: Python does, whenever words come in or go out, and `cleartrail audit` all of them.
--
-- What lies in clear from before is encrypted in the middle of this step, in the same transaction, at the line that says
-- so: killed at any moment, it has not begun. The old tables go with it, and so do their files.

-- Which keys: the name they are known by, put down when they are first used. It tells nothing of the keys.
create table {schema}.keyring (
    one_row boolean primary key default true check (one_row),
    name    bytea not null check (octet_length(name) = 16),
    since   timestamptz not null default clock_timestamp()
);

-- The keys this ledger's words are encrypted under: the ones given, where there were none before.
create function {schema}.use_keys(p_name bytea) returns bytea
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    insert into keyring (name) values (p_name) on conflict do nothing;
    return (select name from keyring);
end $$;

create trigger keyring_stay before update or delete on {schema}.keyring for each row execute function {schema}.refuse_change();
create trigger keyring_kept before truncate on {schema}.keyring execute function {schema}.refuse_change();
alter table {schema}.keyring enable always trigger keyring_stay, enable always trigger keyring_kept;

-- ---------------------------------------------------------------------------------------------- openings

alter table {schema}.openings rename to openings_in_clear;
alter index {schema}.openings_pkey rename to openings_in_clear_pkey;
alter index {schema}.openings_entry rename to openings_in_clear_entry;
alter index {schema}.openings_person rename to openings_in_clear_person;

-- As in 0003, with ciphertext for the disclosure.
create table {schema}.openings (
    digest      bytea primary key check (octet_length(digest) = 32),    -- of the words in clear
    ciphertext  bytea not null,
    person      text,               -- whose key it is encrypted under, for details of people who receive services
    file_id     uuid not null,      -- and otherwise: this file's
    position    bigint not null,
    constraint openings_size check (octet_length(ciphertext) between 17 and 1048592)   -- with a tag of 16 bytes
);
create index openings_entry on {schema}.openings (file_id, position);
create index openings_person on {schema}.openings (person) where person is not null;
alter table {schema}.openings alter column ciphertext set storage external;     -- nothing compresses it

create trigger openings_stay before update or delete on {schema}.openings for each row execute function {schema}.refuse_change();
create trigger openings_kept before truncate on {schema}.openings execute function {schema}.refuse_change();
alter table {schema}.openings enable always trigger openings_stay, enable always trigger openings_kept;

-- ---------------------------------------------------------------------------------------------- documents

alter table {schema}.chunks rename to chunks_in_clear;
alter index {schema}.chunks_pkey rename to chunks_in_clear_pkey;

create table {schema}.chunks (
    sha256      bytea not null references {schema}.documents (sha256),
    number      int not null check (number >= 0),                       -- 0, 1, 2 without a gap
    ciphertext  bytea not null check (octet_length(ciphertext) between 17 and 1048592),
    primary key (sha256, number)
);
alter table {schema}.chunks alter column ciphertext set storage external;
create trigger chunks_stay before update or delete on {schema}.chunks for each row execute function {schema}.refuse_change();
create trigger chunks_kept before truncate on {schema}.chunks execute function {schema}.refuse_change();
alter table {schema}.chunks enable always trigger chunks_stay, enable always trigger chunks_kept;

drop trigger documents_stay on {schema}.documents;     -- until what lies in clear has been encrypted
alter table {schema}.documents
    add column ciphertext_sha256 bytea check (octet_length(ciphertext_sha256) = 32);    -- of all its chunks

-- The name, size and type of a document, and what its chunks will be. As in 0002 otherwise.
drop function {schema}.file_document(bytea, bigint, text);
create function {schema}.file_document(p_sha256 bytea, p_size bigint, p_media_type text, p_ciphertext_sha256 bytea)
returns boolean
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    insert into documents (sha256, size, media_type, ciphertext_sha256)
    values (p_sha256, p_size, p_media_type, p_ciphertext_sha256) on conflict do nothing;
    return found;
end $$;

-- The next chunk of a document announced in this transaction. A whole document takes no more: it has its size.
drop function {schema}.file_chunk(bytea, bytea);
create function {schema}.file_chunk(p_sha256 bytea, p_ciphertext bytea) returns void
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_size   bigint;
    v_so_far bigint;
    v_number int;
begin
    select size into v_size from documents where sha256 = p_sha256;
    select coalesce(sum(octet_length(ciphertext) - 16), 0), count(*) into v_so_far, v_number
      from chunks where sha256 = p_sha256;
    if v_size is null or v_so_far + octet_length(p_ciphertext) - 16 > v_size then
        raise exception 'no document % waits for % more bytes', encode(p_sha256, 'hex'), octet_length(p_ciphertext)
            using errcode = 'CT012';
    end if;
    insert into chunks (sha256, number, ciphertext) values (p_sha256, v_number, p_ciphertext);
end $$;

-- Whether the chunks are those announced, all and in order. That they are the document is for who has the key to say.
create or replace function {schema}.document_is_whole() returns trigger
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_size        bigint;
    v_ciphertext  bytea;
begin
    select sum(octet_length(ciphertext) - 16), string_agg(ciphertext, ''::bytea order by number)
      into v_size, v_ciphertext from chunks where sha256 = new.sha256;
    if v_size is distinct from new.size or sha256(v_ciphertext) is distinct from new.ciphertext_sha256 then
        raise exception 'the bytes of document % are not those announced', encode(new.sha256, 'hex')
            using errcode = 'CT011', hint = 'Nothing was filed. Send the document again.';
    end if;
    return null;
end $$;

-- python: ledger/store/encrypting.py

drop table {schema}.openings_in_clear;
drop table {schema}.chunks_in_clear;
alter table {schema}.documents alter column ciphertext_sha256 set not null;
create trigger documents_stay before update or delete on {schema}.documents for each row execute function {schema}.refuse_change();
alter table {schema}.documents enable always trigger documents_stay;

-- The read models hold words in clear. Made anew, their tables are unlogged, and are in no backup (projections/read_models/generation.py).
update {schema}.generation set made_by = '' where made_by <> '';

-- ---------------------------------------------------------------------------------------------- the ways in

drop function {schema}.append(uuid[], bigint[], int[], text[], bytea[], int[], bytea[], bytea[], text[], int[], bytea[],
    uuid, bytea, timestamptz);
drop function {schema}.open_ledger(text, text, bytea, bytea, uuid[], bigint[], int[], text[], bytea[], int[], bytea[],
    bytea[], text[], int[], bytea[], timestamptz);

-- As in 0003, with ciphertexts for the disclosures.
-- Records entries on one or more files: all or none, in one round trip.
--
-- File i of p_files gets the next p_sizes[i] of the entries (p_kinds, p_states); it must stand at p_expected[i].
-- Opening j belongs to entry p_opened[j], document j is cited by entry p_citing[j], both counted from 1 over the
-- whole append. p_recorded_at is required in a simulated ledger and refused in a real one.
--
-- Outcomes:  recorded       a row for each file: when, and its first and last new position
--            repeated       this command with this request was recorded before: the rows it was answered with then
--            conflict       nothing recorded; a row for each file that stands elsewhere, its position in last
--            other-request  nothing recorded; this command was recorded before with another request
create function {schema}.append(
    p_files uuid[], p_expected bigint[], p_sizes int[],
    p_kinds text[], p_states bytea[],
    p_opened int[], p_digests bytea[], p_ciphertexts bytea[], p_persons text[],
    p_citing int[], p_documents bytea[],
    p_command uuid, p_request bytea, p_recorded_at timestamptz)
returns table (outcome text, at timestamptz, file uuid, first bigint, last bigint)
language plpgsql security definer
set search_path = pg_catalog, {schema}, pg_temp
set lock_timeout = '10s'
as $$
#variable_conflict use_column
declare
    c_entries   constant int := 10000;
    c_bytes     constant bigint := 64 * 1024 * 1024;
    v_count     int := cardinality(p_kinds);
    v_clock     text;
    v_made      uuid[];             -- heads made for files that are new
    v_turn      int;
    v_head      bigint;
    v_conflict  boolean := false;
    v_last_at   timestamptz;
    v_at        timestamptz;
    v_simulated timestamptz;
    v_stands    text;
    v_arrival   bigint;
    v_before    int := 0;           -- entries of the append that lie before the file in hand
    v_earlier   bigint;
    v_request   bytea;
    v_missing   bytea;
begin
    perform pg_current_xact_id();   -- our xid comes before our arrival: the sealer's reasoning rests on it

    if p_files is null or p_expected is null or p_sizes is null or p_kinds is null or p_states is null
       or cardinality(p_files) = 0 or cardinality(p_files) <> cardinality(p_expected)
       or cardinality(p_files) <> cardinality(p_sizes) or v_count <> cardinality(p_states)
       or v_count <> (select sum(n) from unnest(p_sizes) n)
       or exists (select from unnest(p_files, p_expected, p_sizes) x(f, e, n)
                   where f is null or e is null or e < 0 or n is null or n < 1)
       or (select count(distinct f) from unnest(p_files) f) <> cardinality(p_files)
       or (p_command is null) <> (p_request is null)
       or cardinality(p_opened) is distinct from cardinality(p_digests)
       or cardinality(p_opened) is distinct from cardinality(p_ciphertexts)
       or cardinality(p_opened) is distinct from cardinality(p_persons)
       or cardinality(p_citing) is distinct from cardinality(p_documents)
       or exists (select from unnest(p_opened) o where o is null or o not between 1 and v_count)
       or exists (select from unnest(p_citing) o where o is null or o not between 1 and v_count) then
        raise exception 'not an append: each file once, with its position and at least one entry' using errcode = 'CT005';
    elsif v_count > c_entries or (select sum(octet_length(s)) from unnest(p_states) s) > c_bytes then
        raise exception 'an append holds at most % entries and % bytes', c_entries, c_bytes using errcode = 'CT004';
    end if;
    select s.clock into v_clock from settings s;
    if v_clock is null then
        raise exception 'the ledger is not open' using errcode = 'CT001';
    end if;

    -- Make or lock the head of every file, always in the order of their ids: two appends never wait for each other.
    for v_turn in select o from unnest(p_files) with ordinality x(f, o) order by f loop
        v_head := null;
        if p_expected[v_turn] = 0 then
            insert into files values (p_files[v_turn], 0, '-infinity') on conflict do nothing;
            if found then
                v_made := v_made || p_files[v_turn];
            end if;
        end if;
        select h.head, greatest(h.last_at, v_last_at) into v_head, v_last_at
          from files h where h.file_id = p_files[v_turn] for update;
        v_conflict := v_conflict or v_head is distinct from p_expected[v_turn];
    end loop;

    -- Only now: a twin of this command that was under way has ended, and what it did can be seen.
    if p_command is not null then
        select e.arrival, e.request into v_earlier, v_request from entries e where e.command_id = p_command;
    end if;
    if v_earlier is null and not v_conflict then
        if v_clock = 'real' then
            if p_recorded_at is not null then
                raise exception 'a real ledger sets the time itself' using errcode = 'CT002';
            end if;
            v_at := greatest(clock_timestamp(), v_last_at + interval '1 microsecond');
        else
            -- The clock's row is always the last lock taken; it is held until commit, so time rises with arrival.
            select c.at into v_simulated from simulated_clock c for update;
            if p_recorded_at is null or not isfinite(p_recorded_at) or p_recorded_at < v_simulated then
                v_stands := to_char(v_simulated at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');   -- null: at no time yet
                raise exception 'a simulated ledger is told the time, and its time never falls; its clock %',
                    coalesce('stands at ' || v_stands, 'has not begun')
                    using errcode = 'CT002', detail = coalesce(v_stands, '');
            end if;
            v_at := p_recorded_at;
            if v_at > v_simulated then
                update simulated_clock set at = v_at;
            end if;
        end if;
        if cardinality(p_documents) > 0 then
            select d into v_missing from unnest(p_documents) d
             where not exists (select from documents where sha256 = d) limit 1;
            if found then
                raise exception 'no document with SHA-256 % is in the store', encode(v_missing, 'hex')
                    using errcode = 'CT003', detail = encode(v_missing, 'hex');
            end if;
        end if;

        v_arrival := nextval('arrival');

        -- A rival with the same command, on other files so that it met none of our locks, makes this wait for it to end
        -- and then fail on entries_command_id: the caller sends again and is answered above.
        for i in 1 .. cardinality(p_files) loop
            update files set head = p_expected[i] + p_sizes[i], last_at = v_at where file_id = p_files[i];
            insert into entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size, command_id, request)
            select p_files[i], p_expected[i] + o, k, s, v_at, v_arrival, v_before + o,
                   case v_before + o when 1 then v_count end,
                   case v_before + o when 1 then p_command end, case v_before + o when 1 then p_request end
              from unnest(p_kinds[v_before + 1 : v_before + p_sizes[i]],
                          p_states[v_before + 1 : v_before + p_sizes[i]]) with ordinality e(k, s, o) order by o;
            v_before := v_before + p_sizes[i];
        end loop;
        if cardinality(p_opened) > 0 then
            insert into openings (digest, ciphertext, person, file_id, position)
            select w.digest, w.ciphertext, w.person, e.file_id, e.position
              from unnest(p_opened, p_digests, p_ciphertexts, p_persons) w(o, digest, ciphertext, person)
              join entries e on e.arrival = v_arrival and e.ordinal = w.o order by w.digest
            on conflict (digest) do nothing;
        end if;
        if cardinality(p_citing) > 0 then
            insert into citations (file_id, position, sha256)
            select distinct e.file_id, e.position, w.d
              from unnest(p_citing, p_documents) w(o, d)
              join entries e on e.arrival = v_arrival and e.ordinal = w.o;
        end if;
        return query select 'recorded', v_at, x.f, x.e + 1, x.e + x.n
                       from unnest(p_files, p_expected, p_sizes) with ordinality x(f, e, n, o) order by x.o;
        return;
    end if;

    -- Nothing is recorded: the heads made above go again.
    if v_made is not null then
        delete from files where file_id = any (v_made);
    end if;
    if v_earlier is null then
        return query select 'conflict', null::timestamptz, x.f, null::bigint, coalesce(h.head, 0)
                       from unnest(p_files, p_expected) with ordinality x(f, e, o) left join files h on h.file_id = x.f
                      where coalesce(h.head, 0) <> x.e order by x.o;
    elsif v_request = p_request then
        return query select 'repeated', max(e.recorded_at), e.file_id, min(e.position), max(e.position)
                       from entries e where e.arrival = v_earlier group by e.file_id order by min(e.ordinal);
    else
        return query select 'other-request', null::timestamptz, null::uuid, null::bigint, null::bigint;
    end if;
end $$;

-- Opens the ledger: its name in the world, its clock, its two secrets, and its first entry (Genesis), together. A
-- second call is an error, whoever makes it. Without a first entry (p_files null) the log starts empty.
create function {schema}.open_ledger(
    p_origin text, p_clock text, p_file_key_secret bytea, p_request_key bytea,
    p_files uuid[], p_expected bigint[], p_sizes int[],
    p_kinds text[], p_states bytea[],
    p_opened int[], p_digests bytea[], p_ciphertexts bytea[], p_persons text[],
    p_citing int[], p_documents bytea[],
    p_recorded_at timestamptz)
returns table (outcome text, at timestamptz, file uuid, first bigint, last bigint)
language plpgsql security definer
set search_path = pg_catalog, {schema}, pg_temp
set lock_timeout = '10s'
as $$
begin
    perform pg_current_xact_id();
    insert into settings (origin, clock, file_key_secret, request_key)
    values (p_origin, p_clock, p_file_key_secret, p_request_key) on conflict do nothing;
    if not found then
        raise exception 'the ledger is open already' using errcode = 'CT006';
    end if;
    if p_clock = 'simulated' then
        insert into simulated_clock (at) values ('-infinity');
    end if;
    if p_files is not null then
        return query select * from append(p_files, p_expected, p_sizes, p_kinds, p_states, p_opened, p_digests,
            p_ciphertexts, p_persons, p_citing, p_documents, null, null, p_recorded_at);
    end if;
end $$;

-- As in 0005, with what the chunks will be.
drop function {schema}.copy_document(bytea, bigint, text, timestamptz);
create function {schema}.copy_document(
    p_sha256 bytea, p_size bigint, p_media_type text, p_filed_at timestamptz, p_ciphertext_sha256 bytea)
returns void language plpgsql set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    if not exists (select from copied where not finished) then
        raise exception 'no copy is being taken in' using errcode = 'CT021';
    end if;
    insert into documents (sha256, size, media_type, filed_at, ciphertext_sha256)
    values (p_sha256, p_size, p_media_type, p_filed_at, p_ciphertext_sha256);
end $$;

-- As in 0005, with ciphertexts for the disclosures.
drop function {schema}.copy_entries(bigint, uuid[], bigint[], text[], bytea[], timestamptz[], bigint[], int[], int[], uuid[],
    bytea[], bytea[], timestamptz[], int[], bytea[], bytea[], text[], int[], bytea[]);
-- The next entries of the copy, in the order of the log, with their openings and citations (numbered as in append,
-- from 1 over this call) and their places in the log.
create function {schema}.copy_entries(
    p_first bigint, p_files uuid[], p_positions bigint[], p_kinds text[], p_states bytea[], p_recorded_at timestamptz[],
    p_arrivals bigint[], p_ordinals int[], p_sizes int[], p_commands uuid[], p_requests bytea[],
    p_leaf_hashes bytea[], p_sealed_at timestamptz[],
    p_opened int[], p_digests bytea[], p_ciphertexts bytea[], p_persons text[], p_citing int[], p_documents bytea[])
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
    insert into openings (digest, ciphertext, person, file_id, position)
    select w.digest, w.ciphertext, w.person, p_files[w.o], p_positions[w.o]
      from unnest(p_opened, p_digests, p_ciphertexts, p_persons) w(o, digest, ciphertext, person);
    insert into citations (file_id, position, sha256)
    select p_files[w.o], p_positions[w.o], w.d from unnest(p_citing, p_documents) w(o, d);
end $$;

revoke all on {schema}.keyring, {schema}.openings, {schema}.chunks from public;
revoke all on function {schema}.use_keys, {schema}.file_document, {schema}.file_chunk, {schema}.append,
    {schema}.open_ledger, {schema}.copy_document, {schema}.copy_entries from public;
grant select on {schema}.keyring to {app}, {sealer}, {projector};
grant select on {schema}.openings to {app}, {projector};
grant select on {schema}.chunks to {app};
grant execute on function {schema}.use_keys, {schema}.file_document, {schema}.file_chunk, {schema}.append,
    {schema}.open_ledger to {app};
