-- What a ledger's schema consists of, a row for each thing: what it is, its name, and how it was made.
--
-- Only what means the same in every PostgreSQL from 15 on: NOT NULL is read from the columns (18 has constraints for it too).
-- `made` is a list; names of the schema and its roles are put into braces by ledger/store/catalogue.py.
with schema as (select oid, nspname, nspowner, nspacl from pg_namespace where nspname = %(schema)s),
roles as (select oid, rolname from pg_roles where rolname = any(%(roles)s)),
relations as (select c.* from pg_class c join schema s on s.oid = c.relnamespace)

select 'schema' as what, '' as name, array[pg_get_userbyid(nspowner)::text] as made from schema
union all
select 'table', relname::text, array[pg_get_userbyid(relowner)::text,
       case relkind when 'r' then 'table' else 'relkind ' || relkind::text end,
       case relpersistence when 'p' then 'permanent' else 'persistence ' || relpersistence::text end,
       case when relispartition then 'a partition' end,
       case when relrowsecurity then 'row security' end,
       case when relforcerowsecurity then 'row security for its owner' end]
  from relations where relkind not in ('i', 'I', 'S', 't', 'c')
union all
select 'type', t.typname::text, array[pg_get_userbyid(t.typowner)::text, 'typtype ' || t.typtype::text]
  from pg_type t join schema s on s.oid = t.typnamespace left join relations c on c.oid = t.typrelid
 where t.typcategory <> 'A' and c.relkind is distinct from 'r'
union all
select 'sequence', c.relname::text, array[pg_get_userbyid(c.relowner)::text, format_type(q.seqtypid, null),
       'start ' || q.seqstart, 'increment ' || q.seqincrement, 'from ' || q.seqmin, 'to ' || q.seqmax,
       'cache ' || q.seqcache, case when q.seqcycle then 'cycles' end]
  from relations c join pg_sequence q on q.seqrelid = c.oid
union all
select 'column', c.relname || '.' || a.attname, array['number ' || a.attnum, format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then 'not null' end, 'default ' || pg_get_expr(d.adbin, d.adrelid, true),
       case when a.attgenerated <> '' then 'generated' end, case when a.attidentity <> '' then 'identity' end,
       case when a.attislocal then null else 'inherited' end, 'collation ' || nullif(l.collname, 'default')]
  from relations c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  left join pg_collation l on l.oid = a.attcollation
 where c.relkind not in ('i', 'I', 'S', 't', 'c')
union all
select 'constraint', c.relname || '.' || k.conname, array[pg_get_constraintdef(k.oid, true),
       case when not k.convalidated then 'not validated' end,
       case when to_jsonb(k) ->> 'conenforced' = 'false' then 'not enforced' end,
       case when k.contype = 'f' and f.relnamespace <> c.relnamespace then 'on a table elsewhere' end]
  from pg_constraint k join relations c on c.oid = k.conrelid left join pg_class f on f.oid = k.confrelid
 where k.contype <> 'n' and c.relkind <> 'i'
union all
select 'index', c.relname || '.' || x.relname, array[
       concat_ws(' ', case when i.indisunique then 'unique' end, case when i.indisprimary then 'primary' end),
       regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', ''),
       case when i.indnullsnotdistinct then 'nulls not distinct' end, case when not i.indisvalid then 'not valid' end,
       case when not i.indisready or not i.indislive then 'not ready' end,
       case when not i.indimmediate then 'deferred' end]
  from relations c join pg_index i on i.indrelid = c.oid join pg_class x on x.oid = i.indexrelid where c.relkind <> 't'
union all
select 'trigger', t.tgname || ' on ' || c.relname, array[
       regexp_replace(pg_get_triggerdef(t.oid, true), '^CREATE (CONSTRAINT )?TRIGGER \S+ ', '\1'),
       case t.tgenabled when 'A' then 'fires always' when 'D' then 'switched off' else 'fires in ' || t.tgenabled::text end,
       case when p.pronamespace <> c.relnamespace then 'function elsewhere' end]
  from relations c join pg_trigger t on t.tgrelid = c.oid join pg_proc p on p.oid = t.tgfoid
 where not t.tgisinternal
union all   -- a foreign key is kept by triggers of PostgreSQL's own, on both its tables; they can be switched off too
select 'foreign key''s trigger', c.relname || '.' || k.conname || ' ' || (t.tgtype & 28) || ' on ' || r.relname, array[
       case t.tgenabled when 'O' then 'fires' when 'D' then 'switched off' else 'fires in ' || t.tgenabled::text end]
  from relations r join pg_trigger t on t.tgrelid = r.oid join pg_constraint k on k.oid = t.tgconstraint
  join pg_class c on c.oid = k.conrelid
 where t.tgisinternal
union all
select 'rule', r.rulename || ' on ' || c.relname, array[pg_get_ruledef(r.oid, true)]
  from relations c join pg_rewrite r on r.ev_class = c.oid
union all
select 'policy', p.polname || ' on ' || c.relname, array['for ' || p.polcmd::text]
  from relations c join pg_policy p on p.polrelid = c.oid
union all
select 'inheritance', pg_describe_object('pg_class'::regclass, inhrelid, 0) || ' from '
       || pg_describe_object('pg_class'::regclass, inhparent, 0), array['']
  from pg_inherits
 where inhparent in (select oid from relations where relkind <> 'i') or inhrelid in (select oid from relations where relkind <> 'i')
union all
select 'foreign key', k.conname || ' of ' || pg_describe_object('pg_class'::regclass, k.conrelid, 0), array[pg_get_constraintdef(k.oid)]
  from pg_constraint k join relations r on r.oid = k.confrelid
 where k.contype = 'f' and k.conrelid not in (select oid from relations)
union all
select case p.prokind when 'f' then 'function' else 'routine' end,
       p.proname || '(' || oidvectortypes(p.proargtypes) || ')', array[pg_get_userbyid(p.proowner)::text,
       l.lanname::text, 'returns ' || pg_get_function_result(p.oid),
       case p.provolatile when 'v' then 'volatile' when 's' then 'stable' else 'immutable' end,
       case when p.prosecdef then 'with its owner''s rights' end, case when p.proisstrict then 'strict' end,
       case when p.proleakproof then 'leakproof' end, 'parallel ' || p.proparallel::text,
       case when p.probin is not null then 'from a library' end, case when p.prosqlbody is not null then 'sql body' end,
       pg_get_expr(p.proargdefaults, 0)] || p.proconfig || array[p.prosrc]
  from pg_proc p join schema s on s.oid = p.pronamespace join pg_language l on l.oid = p.prolang
union all
select 'text search configuration', c.cfgname::text, array[pg_get_userbyid(c.cfgowner)::text, (
       select string_agg(m.maptokentype || ' ' || d.dictname, ', ' order by m.maptokentype, m.mapseqno)
         from pg_ts_config_map m join pg_ts_dict d on d.oid = m.mapdict where m.mapcfg = c.oid)]
  from pg_ts_config c join schema s on s.oid = c.cfgnamespace
union all
select 'text search dictionary', d.dictname::text, array[pg_get_userbyid(d.dictowner)::text, d.dictinitoption]
  from pg_ts_dict d join schema s on s.oid = d.dictnamespace
union all
select 'operator', o.oprname || ' ' || o.oid::regoperator, array[pg_get_userbyid(o.oprowner)::text]
  from pg_operator o join schema s on s.oid = o.oprnamespace
union all
select 'statistics', x.stxname::text, array[pg_get_userbyid(x.stxowner)::text]
  from pg_statistic_ext x join schema s on s.oid = x.stxnamespace
union all   -- what each may do; what the owner may is the owner's own affair
select 'right', concat_ws(' ', case when a.grantee = 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end, g.what,
       a.privilege_type), array[case when a.is_grantable then 'may pass it on' else 'granted' end]
  from (select 'schema' as what, nspacl as acl, nspowner as owner from schema union all
        select case relkind when 'S' then 'sequence ' else 'table ' end || relname, relacl, relowner from relations
         where relkind <> 'i' union all
        select 'column ' || c.relname || '.' || attname, attacl, relowner from relations c join pg_attribute on attrelid = c.oid
         where attacl is not null and not attisdropped union all
        select 'function ' || proname || '(' || oidvectortypes(p.proargtypes) || ')',
               coalesce(proacl, acldefault('f', proowner)), proowner
          from pg_proc p join schema s on s.oid = pronamespace) g (what, acl, owner), aclexplode(g.acl) a
 where a.grantee <> g.owner
union all
select 'right by default', concat_ws(' ', case when a.grantee = 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end,
       a.privilege_type, 'on what', pg_get_userbyid(d.defaclrole), 'makes', case d.defaclobjtype when 'r' then 'as tables'
       when 'f' then 'as functions' else 'of type ' || d.defaclobjtype::text end,
       case when d.defaclnamespace <> 0 then 'in the schema' end), array['granted']
  from pg_default_acl d, aclexplode(d.defaclacl) a
 where a.grantee <> d.defaclrole and (d.defaclnamespace = (select oid from schema) or d.defaclrole in (select oid from roles))
union all
select 'role', r.rolname::text, array[
       case when r.rolcanlogin and r.rolname = %(owner)s then 'logs in' end, case when r.rolsuper then 'superuser' end,
       case when r.rolcreaterole then 'makes roles' end, case when r.rolreplication then 'replicates' end,
       case when r.rolbypassrls then 'passes over row security' end]
  from pg_roles r where r.oid in (select oid from roles)
union all
select 'setting', concat_ws(' ', coalesce(r.rolname, 'everybody'), 'of', split_part(c, '=', 1)), array[split_part(c, '=', 2)]
  from pg_db_role_setting s cross join unnest(s.setconfig) c left join roles r on r.oid = s.setrole
 where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
   and (r.oid is not null or s.setrole = 0 and split_part(c, '=', 1) in ('session_replication_role', 'event_triggers'))
union all
select 'membership', r.rolname || ' in ' || pg_get_userbyid(m.roleid), array['']
  from pg_auth_members m join roles r on r.oid = m.member
union all   -- whoever may act as the owner and is neither a superuser nor whose database it is
select 'membership', u.rolname || ' in ' || %(owner)s, array['']
  from pg_roles u, pg_roles o
 where o.rolname = %(owner)s and u.oid <> o.oid and not u.rolsuper and pg_has_role(u.oid, o.oid, 'MEMBER')
   and u.oid <> (select datdba from pg_database where datname = current_database())
union all
select 'thing elsewhere', pg_describe_object(d.classid, d.objid, 0), array[r.rolname::text]
  from pg_shdepend d join pg_roles r on r.oid = d.refobjid and r.rolname = %(owner)s
 cross join lateral pg_identify_object(d.classid, d.objid, 0) i
 where d.deptype = 'o' and d.refclassid = 'pg_authid'::regclass and d.dbid = (select oid from pg_database where datname = current_database())
   and i.schema is distinct from %(schema)s and not (i.type = 'schema' and i.name = %(schema)s)
   and d.classid <> 'pg_default_acl'::regclass
union all
select 'view', pg_describe_object('pg_class'::regclass, v.oid, 0), array['through which others write to ' || string_agg(distinct c.relname, ', ')]
  from pg_class v join pg_rewrite r on r.ev_class = v.oid
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
  join relations c on c.oid = d.refobjid
 where v.relkind = 'v' and v.relnamespace <> c.relnamespace
   and exists (select from aclexplode(v.relacl) a where a.grantee <> v.relowner and a.privilege_type in ('INSERT', 'UPDATE', 'DELETE'))
 group by v.oid
union all   -- what the ledger's functions, and the audit, take for PostgreSQL's own
select 'thing in pg_catalog', pg_describe_object('pg_proc'::regclass, p.oid, 0), array['']
  from pg_proc p join pg_language l on l.oid = p.prolang
 where p.pronamespace = 'pg_catalog'::regnamespace and (p.oid >= 16384 or l.lanname not in ('internal', 'c', 'sql'))
   and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
union all
select 'thing in pg_catalog', pg_describe_object('pg_class'::regclass, c.oid, 0), array['']
  from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.oid >= 16384
   and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
union all
select 'event trigger', e.evtname::text, array['on ' || e.evtevent, n.nspname || '.' || p.proname,
       case e.evtenabled when 'A' then 'fires always' else 'switched off' end,
       case when e.evttags is not null then 'for some statements' end,
       case when not r.rolsuper then 'not a superuser''s' end, p.prosrc]
  from pg_event_trigger e join pg_proc p on p.oid = e.evtfoid join pg_namespace n on n.oid = p.pronamespace
  join pg_roles r on r.oid = e.evtowner
 where starts_with(e.evtname, 'cleartrail_guard')
