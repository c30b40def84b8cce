-- append: the only way an entry comes into the ledger; and open_ledger, which a ledger meets once.
--
-- Errors that no retry will mend are raised, so that nothing is half-written:
--   CT001  the ledger is not open yet            CT004  too large
--   CT002  the clock: a time given or missing    CT005  not an append (arrays that do not fit together)
--   CT003  a document that is not in the store   CT006  the ledger is open already
-- What a caller must be able to tell apart comes back as rows, with an outcome.

-- The openings: the words behind the digests in entries (the vault). Written in the transaction of the entry that
-- holds the digest, or a crash would look like an erasure.
--
-- Nothing removes an opening today. Erasure will: a migration then creates a SECURITY DEFINER function that records
-- the erasure entry and deletes the openings it names, and replaces trigger openings_stay by one that lets exactly
-- that DELETE through. The entry and its digest stay as they are.
create table {schema}.openings (
    digest      bytea primary key check (octet_length(digest) = 32),
    disclosure  bytea not null,
    person      text,               -- whose key protects it, for details of people who receive services
    file_id     uuid not null,
    position    bigint not null,
    constraint openings_size check (octet_length(disclosure) <= 1048576),
    constraint openings_open check (digest = sha256(disclosure))    -- what opens nothing would be words lost for ever
);
create index openings_entry on {schema}.openings (file_id, position);
create index openings_person on {schema}.openings (person) where person is not null;

-- Which entry cites which document. A document that is cited cannot be removed.
create table {schema}.citations (
    file_id     uuid not null,
    position    bigint not null,
    sha256      bytea not null references {schema}.documents (sha256),
    primary key (file_id, position, sha256)
);
create index citations_document on {schema}.citations (sha256);

create trigger openings_stay before update or delete on {schema}.openings for each row execute function {schema}.refuse_change();
create trigger openings_kept before truncate on {schema}.openings execute function {schema}.refuse_change();
create trigger citations_stay before update or delete on {schema}.citations for each row execute function {schema}.refuse_change();
create trigger citations_kept before truncate on {schema}.citations execute function {schema}.refuse_change();
alter table {schema}.openings enable always trigger openings_stay, enable always trigger openings_kept;
alter table {schema}.citations enable always trigger citations_stay, enable always trigger citations_kept;

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
    p_opened int[], p_digests bytea[], p_disclosures bytea[], p_persons text[],
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
       or cardinality(p_opened) is distinct from cardinality(p_disclosures)
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
            insert into openings (digest, disclosure, person, file_id, position)
            select w.digest, w.disclosure, w.person, e.file_id, e.position
              from unnest(p_opened, p_digests, p_disclosures, p_persons) w(o, digest, disclosure, person)
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
    p_opened int[], p_digests bytea[], p_disclosures bytea[], p_persons text[],
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
            p_disclosures, p_persons, p_citing, p_documents, null, null, p_recorded_at);
    end if;
end $$;

revoke all on {schema}.openings, {schema}.citations from public;
revoke all on function {schema}.append from public;
revoke all on function {schema}.open_ledger from public;
grant select on {schema}.openings, {schema}.citations to {app}, {projector};
grant execute on function {schema}.append, {schema}.open_ledger to {app};
