-- The guard against redefinition: the tables, triggers and functions of a ledger are made by migrations and otherwise by nobody.
--
-- One for all ledgers of a database. It belongs to the superuser who put it up, since only a superuser can make event
-- triggers, and only a superuser can take it down. A migration is declared by writing its transaction into `open_in`,
-- which nobody but that superuser may; in every other session the guard stays up meanwhile.

do $$ begin
    if exists (select from pg_namespace n join pg_roles r on r.oid = n.nspowner
                where n.nspname = 'cleartrail_guard' and not r.rolsuper) then
        raise exception 'the schema cleartrail_guard is not a superuser''s' using errcode = 'insufficient_privilege';
    end if;
end $$;
create schema if not exists cleartrail_guard;
create table if not exists cleartrail_guard.ledgers (
    schema  name primary key,
    open_in xid8                    -- the transaction of a migration; no other one ever has its number
);
revoke all on schema cleartrail_guard from public;
revoke all on cleartrail_guard.ledgers from public;
grant usage on schema cleartrail_guard to public;           -- the functions run as whoever defines something
grant select on cleartrail_guard.ledgers to public;

-- Whoever acts as a ledger's owner defines nothing at all, here or elsewhere.
create or replace function cleartrail_guard.owner_defines_nothing() returns event_trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if tg_tag <> 'REINDEX' and exists (
           select from cleartrail_guard.ledgers l join pg_namespace n on n.nspname = l.schema
            where pg_get_userbyid(n.nspowner) = current_user
              and (l.open_in = pg_current_xact_id_if_assigned()) is not true) then
        raise exception '% is refused to the owner of a ledger outside a migration', tg_tag
            using errcode = 'insufficient_privilege', hint = 'Migrations are made by `cleartrail migrate`.';
    end if;
end $$;

-- Whoever it is, what is made or altered is not a ledger's, does not hang on a ledger's table by inheritance or a
-- foreign key, and is not hung on one as a trigger, rule or policy.
create or replace function cleartrail_guard.nothing_is_redefined() returns event_trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    v_what text;
begin
    if tg_tag in ('COMMENT', 'REINDEX') then
        return;
    end if;
    with shut as (
        select l.schema, n.oid, n.nspowner from cleartrail_guard.ledgers l left join pg_namespace n on n.nspname = l.schema
         where (l.open_in = pg_current_xact_id_if_assigned()) is not true
    ), made as (
        select classid, objid, schema_name, object_identity from pg_event_trigger_ddl_commands()
    ), hung (classid, objid, relation) as (
        select 'pg_trigger'::regclass, t.oid, t.tgrelid from pg_trigger t, made m where t.oid = m.objid union all
        select 'pg_rewrite'::regclass, r.oid, r.ev_class from pg_rewrite r, made m where r.oid = m.objid union all
        select 'pg_policy'::regclass, p.oid, p.polrelid from pg_policy p, made m where p.oid = m.objid union all
        select 'pg_class'::regclass, k.conrelid, k.confrelid from pg_constraint k, made m
         where k.conrelid = m.objid and k.contype = 'f' union all
        select 'pg_class'::regclass, i.inhrelid, i.inhparent from pg_inherits i, made m where i.inhrelid = m.objid union all
        select 'pg_class'::regclass, i.inhparent, i.inhrelid from pg_inherits i, made m where i.inhparent = m.objid
    )
    select m.object_identity into v_what from made m, shut s
     where m.schema_name = s.schema or (m.classid = 'pg_namespace'::regclass and m.objid = s.oid)
        or (m.classid = 'pg_namespace'::regclass and s.oid is null)     -- it had the name of a ledger's schema
        or exists (select from pg_shdepend d                            -- what was the owner's was moved out
                    where d.dbid = (select oid from pg_database where datname = current_database())
                      and d.classid = m.classid and d.objid = m.objid and d.deptype = 'o'
                      and d.refclassid = 'pg_authid'::regclass and d.refobjid = s.nspowner)
        or exists (select from hung h join pg_class c on c.oid = h.relation
                    where h.classid = m.classid and h.objid = m.objid and c.relnamespace = s.oid)
     limit 1;
    if found then
        raise exception '% on % is refused: it is a ledger''s', tg_tag, v_what
            using errcode = 'insufficient_privilege', hint = 'Migrations are made by `cleartrail migrate`.';
    end if;
end $$;

create or replace function cleartrail_guard.nothing_is_dropped() returns event_trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    v_what text;
begin
    select d.object_identity into v_what
      from pg_event_trigger_dropped_objects() d, cleartrail_guard.ledgers l
     where (l.open_in = pg_current_xact_id_if_assigned()) is not true
       and (d.schema_name = l.schema or d.address_names[1] = l.schema)
     limit 1;
    if found then
        raise exception '% of % is refused: it is a ledger''s', tg_tag, v_what
            using errcode = 'insufficient_privilege', hint = 'Migrations are made by `cleartrail migrate`.';
    end if;
end $$;

revoke all on function cleartrail_guard.owner_defines_nothing, cleartrail_guard.nothing_is_redefined,
    cleartrail_guard.nothing_is_dropped from public;
drop event trigger if exists cleartrail_guard_owner;
drop event trigger if exists cleartrail_guard_made;
drop event trigger if exists cleartrail_guard_dropped;
create event trigger cleartrail_guard_owner on ddl_command_start execute function cleartrail_guard.owner_defines_nothing();
create event trigger cleartrail_guard_made on ddl_command_end execute function cleartrail_guard.nothing_is_redefined();
create event trigger cleartrail_guard_dropped on sql_drop execute function cleartrail_guard.nothing_is_dropped();
alter event trigger cleartrail_guard_owner enable always;
alter event trigger cleartrail_guard_made enable always;
alter event trigger cleartrail_guard_dropped enable always;
