-- Recording one entry on one file, as nearly every append does, costs the database a third less.
--
-- As in 0007, to the same effect. What is given is checked by plain expressions, and where there is one file, or one
-- entry, no query goes over arrays: docs/adr/0110.

create or replace function {schema}.append(
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
    v_single    boolean := cardinality(p_files) = 1;
    v_together  bigint := 0;        -- entries that the files are said to get
    v_malformed boolean := false;
    v_bytes     bigint := 0;        -- of several entries; the table sees to that of one
    v_turns     int[] := array[1];  -- the files in the order of their ids
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

    -- Plain expressions, with no query among them: that costs ten times as much, however little it looks at.
    for i in 1 .. coalesce(cardinality(p_sizes), 0) loop
        v_together := v_together + p_sizes[i];
    end loop;
    if p_files is null or p_expected is null or p_sizes is null or p_kinds is null or p_states is null
       or cardinality(p_files) = 0 or cardinality(p_files) <> cardinality(p_expected)
       or cardinality(p_files) <> cardinality(p_sizes) or v_count <> cardinality(p_states)
       or v_count is distinct from v_together
       or array_position(p_files, null) is not null or array_position(p_expected, null) is not null
       or 0 > any (p_expected) or 1 > any (p_sizes)
       or (p_command is null) <> (p_request is null)
       or cardinality(p_opened) is distinct from cardinality(p_digests)
       or cardinality(p_opened) is distinct from cardinality(p_ciphertexts)
       or cardinality(p_opened) is distinct from cardinality(p_persons)
       or cardinality(p_citing) is distinct from cardinality(p_documents)
       or array_position(p_opened, null) is not null or 1 > any (p_opened) or v_count < any (p_opened)
       or array_position(p_citing, null) is not null or 1 > any (p_citing) or v_count < any (p_citing) then
        v_malformed := true;
    elsif not v_single then
        v_malformed := (select count(distinct f) from unnest(p_files) f) <> cardinality(p_files);
    end if;
    if v_malformed then
        raise exception 'not an append: each file once, with its position and at least one entry' using errcode = 'CT005';
    elsif v_count > 1 then
        v_bytes := (select sum(octet_length(s)) from unnest(p_states) s);
    end if;
    if v_count > c_entries or v_bytes > c_bytes then
        raise exception 'an append holds at most % entries and % bytes', c_entries, c_bytes using errcode = 'CT004';
    end if;
    select s.clock into v_clock from settings s;
    if v_clock is null then
        raise exception 'the ledger is not open' using errcode = 'CT001';
    end if;

    -- Make or lock the head of every file, always in the order of their ids: two appends never wait for each other.
    if not v_single then
        v_turns := array(select o from unnest(p_files) with ordinality x(f, o) order by f);
    end if;
    foreach v_turn in array v_turns loop
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
            if v_count = 1 then
                insert into entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size, command_id, request)
                values (p_files[1], p_expected[1] + 1, p_kinds[1], p_states[1], v_at, v_arrival, 1, 1, p_command, p_request);
                continue;
            end if;
            insert into entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size, command_id, request)
            select p_files[i], p_expected[i] + o, k, s, v_at, v_arrival, v_before + o,
                   case v_before + o when 1 then v_count end,
                   case v_before + o when 1 then p_command end, case v_before + o when 1 then p_request end
              from unnest(p_kinds[v_before + 1 : v_before + p_sizes[i]],
                          p_states[v_before + 1 : v_before + p_sizes[i]]) with ordinality e(k, s, o) order by o;
            v_before := v_before + p_sizes[i];
        end loop;
        if cardinality(p_opened) > 0 and v_single then
            insert into openings (digest, ciphertext, person, file_id, position)
            select w.digest, w.ciphertext, w.person, p_files[1], p_expected[1] + w.o
              from unnest(p_opened, p_digests, p_ciphertexts, p_persons) w(o, digest, ciphertext, person) order by w.digest
            on conflict (digest) do nothing;
        elsif cardinality(p_opened) > 0 then
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
        if v_single then
            outcome := 'recorded'; at := v_at; file := p_files[1];
            first := p_expected[1] + 1; last := p_expected[1] + v_count;
            return next;
            return;
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
