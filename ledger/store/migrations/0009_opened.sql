-- Who was given the words of which entry, first when: asked when an entry is reclassified (ledger/opened.py).
--
-- One row for an account and an entry, made the first time and never again. No words, and nothing of what was asked.
-- Not the record: nothing in the log rests on it, and whoever owns the server can forge it. It only grows all the same.

create table {schema}.opened (
    file_id   uuid not null,
    position  bigint not null check (position >= 1),
    account   text not null check (length(account) between 1 and 200),
    first_at  timestamptz not null,
    primary key (file_id, position, account)
);

-- Notes that an account was given these entries; returns how many of them it had not been given before. The time is
-- the ledger's own clock.
create function {schema}.note_opened(p_account text, p_files uuid[], p_positions bigint[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_at   timestamptz := coalesce((select nullif(at, '-infinity') from simulated_clock), clock_timestamp());
    v_new  bigint;
begin
    insert into opened (file_id, position, account, first_at)
    select x.f, x.p, p_account, v_at from unnest(p_files, p_positions) x(f, p) order by x.f, x.p
    on conflict do nothing;
    get diagnostics v_new = row_count;
    return v_new;
end $$;

create trigger opened_stays before update or delete on {schema}.opened for each row execute function {schema}.refuse_change();
create trigger opened_kept before truncate on {schema}.opened execute function {schema}.refuse_change();
alter table {schema}.opened enable always trigger opened_stays, enable always trigger opened_kept;

revoke all on {schema}.opened from public;
revoke all on function {schema}.note_opened from public;
grant select on {schema}.opened to {app};
grant execute on function {schema}.note_opened to {app};
