-- Recording one entry on a file that is where the caller thinks costs the database half of what it did.
--
-- As nearly every append is. `append` takes any number of files and entries in arrays: of what it took for one entry, a
-- third went into looking at the arrays, another into asking in four statements what one can ask and change. docs/adr/0142.

-- Records one entry, as append does, on a file that has p_expected entries, at least one, in a ledger with a real clock.
-- Returns when it was recorded. Where anything is otherwise it returns null and nothing was done: `append` says what it is.
--
-- The command is looked for before the file is locked, which is enough: a twin of it that was under way on this file has
-- moved its head when we are let go on, and one on another file makes the insertion fail on entries_command_id.
create function {schema}.append_one(
    p_file uuid, p_expected bigint, p_kind text, p_state bytea,
    p_digests bytea[], p_ciphertexts bytea[], p_persons text[], p_command uuid, p_request bytea)
returns timestamptz
language plpgsql security definer
set search_path = pg_catalog, {schema}, pg_temp
set lock_timeout = '50ms'   -- others may be on the same way (ledger/store/together.py): `append` has more patience
as $$
declare
    v_at timestamptz;
begin
    if cardinality(p_digests) is distinct from cardinality(p_ciphertexts)
       or cardinality(p_digests) is distinct from cardinality(p_persons) then
        raise exception 'not an append: each text with its digest' using errcode = 'CT005';
    end if;
    if p_command is not null then   -- by itself: with the question beside it, it would be asked of the database each time
        if exists (select from entries where command_id = p_command) then
            return null;
        end if;
    end if;
    -- Our xid comes before our arrival, as the sealer's reasoning has it: this draws it.
    update files set head = head + 1, last_at = greatest(clock_timestamp(), last_at + interval '1 microsecond')
     where file_id = p_file and head = p_expected and p_expected > 0
       and (select clock from settings) = 'real'
    returning last_at into v_at;
    if v_at is null then
        return null;
    end if;
    insert into entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size, command_id, request)
    values (p_file, p_expected + 1, p_kind, p_state, v_at, nextval('arrival'), 1, 1, p_command, p_request);
    for i in 1 .. cardinality(p_digests) loop
        insert into openings (digest, ciphertext, person, file_id, position)
        values (p_digests[i], p_ciphertexts[i], p_persons[i], p_file, p_expected + 1) on conflict (digest) do nothing;
    end loop;
    return v_at;
end $$;

-- As in 0018, to the same effect: that a copy is being taken in is asked where there is something wrong, which there
-- always is then, and not of every append.
create or replace function {schema}.entry_follows() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_wrong record;
begin
    select n.file_id, n.position, f.head, f.last_at, n.recorded_at, p.recorded_at as previous into v_wrong
      from appended n
      left join lateral (select h.head, h.last_at from files h where h.file_id = n.file_id limit 1) f on true
      left join lateral (select e.recorded_at from entries e
                          where e.file_id = n.file_id and e.position = n.position - 1 limit 1) p on true
     where f.head is null or n.position > f.head or n.recorded_at is distinct from f.last_at
        or (n.position > 1 and p.recorded_at is null) or n.recorded_at < p.recorded_at
        or (n.recorded_at < transaction_timestamp() - interval '1 second'
            and exists (select from settings where clock = 'real'))
     limit 1;
    if not found then
        return null;
    end if;
    -- While a copy is taken in there are no heads: what it must be is judged at its end (copy_is_whole).
    if exists (select from copied where not finished) and not exists (select from files) then
        return null;
    elsif v_wrong.head is null or v_wrong.position > v_wrong.head or v_wrong.recorded_at is distinct from v_wrong.last_at then
        raise exception 'entry % of file % is not being written by append', v_wrong.position, v_wrong.file_id
            using errcode = 'insufficient_privilege', hint = 'append is the only way in.';
    elsif v_wrong.position > 1 and v_wrong.previous is null then
        raise exception 'entry % of file % has no entry before it', v_wrong.position, v_wrong.file_id
            using errcode = 'insufficient_privilege';
    elsif v_wrong.recorded_at < v_wrong.previous then
        raise exception 'entry % of file % is dated before the entry it follows', v_wrong.position, v_wrong.file_id
            using errcode = 'insufficient_privilege';
    end if;
    raise exception 'entry % of file % is dated before it was written', v_wrong.position, v_wrong.file_id
        using errcode = 'insufficient_privilege';
end $$;

revoke all on function {schema}.append_one from public;
grant execute on function {schema}.append_one to {app};
