-- What is asked of an entry as it is inserted is asked once of all that a statement inserts.
--
-- As in 0016, to the same effect. A trigger for each row asked one query for each entry: of an append of ninety, a
-- third of what the database did. The rows are judged when they are there: what one statement inserts cannot be told
-- from what two would. LATERAL with LIMIT keeps each look at one index, whatever the plan was first made for.
-- docs/adr/0131.

drop trigger entries_follow on {schema}.entries;

create or replace function {schema}.entry_follows() returns trigger language plpgsql
set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_copying   boolean := exists (select from copied where not finished);
    v_wrong     record;
begin
    -- While a copy is taken in there are no heads: what it must be is judged at its end (copy_is_whole).
    if v_copying and not exists (select from files) then
        return null;
    end if;
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

create trigger entries_follow after insert on {schema}.entries referencing new table as appended
    for each statement execute function {schema}.entry_follows();
alter table {schema}.entries enable always trigger entries_follow;
