/**
 * The log: one append-only table, written through one function. Roles: who migrates owns it; services act as
 * `taskbench_service`, which may execute the function and read.
 *
 * An event's hash is SHA-256 over its length-prefixed fields, the chain SHA-256(previous ‖ event hash).
 */
export const logSchema = `
create schema log;

create table log.head (
  one boolean primary key default true check (one),
  log_id uuid not null default gen_random_uuid(),
  position bigint not null default 0,
  hash bytea not null default sha256('taskbench')
) with (fillfactor = 20);
insert into log.head default values;

create table log.events (
  position bigint primary key,
  stream text not null,
  version int not null,
  type text not null,
  schema_version smallint not null,
  id uuid not null,
  at bigint not null,
  correlation text not null,
  causation uuid,
  data json not null,
  hash bytea not null,
  unique (stream, version)
);
alter table log.events alter column data set storage external; -- never compressed: the chain hashes its bytes

create table log.texts (
  scope uuid not null,
  digest bytea not null,
  ciphertext bytea not null,
  primary key (scope, digest)
);

create table log.keys (scope uuid primary key, key bytea not null);

create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The log is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on log.events for each row execute function log.refuse_change();
create trigger append_only_whole before truncate on log.events execute function log.refuse_change();

create function log.framed(field text) returns bytea language sql immutable as
$$ select int4send(octet_length(convert_to(field, 'UTF8'))) || convert_to(field, 'UTF8') $$;

create function log.event_hash("position" bigint, stream text, version int, type text, schema_version smallint, id uuid,
  at bigint, correlation text, causation uuid, data text) returns bytea language sql immutable as
$$ select sha256(int8send("position") || log.framed(stream) || int4send(version) || log.framed(type)
  || int2send(schema_version) || uuid_send(id) || int8send(at) || log.framed(correlation)
  || log.framed(coalesce(causation::text, '')) || log.framed(data)) $$;

-- One call, many entries. Entry i is the next counts[i] events of the flat arrays. Answers the first position of each
-- entry, or null: its stream was not at the expected version. A stream occurs once a call.
create function log.append(
  streams text[], expected int[], counts int[],
  ids uuid[], types text[], schema_versions smallint[], ats bigint[], correlations text[], causations uuid[], datas text[],
  scopes uuid[], digests bytea[], ciphertexts bytea[]) returns bigint[]
language plpgsql security definer
set search_path = pg_catalog, log
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  pos bigint; prev bytea; held int[]; firsts bigint[] := '{}';
  e int; j int := 0; k int; s text; v int;
  r_pos bigint[] := '{}'; r_ord int[] := '{}'; r_stream text[] := '{}'; r_version int[] := '{}'; r_hash bytea[] := '{}';
begin
  if cardinality(digests) > 0 then
    insert into log.texts select * from unnest(scopes, digests, ciphertexts) on conflict do nothing;
  end if;
  select h.position, h.hash into pos, prev from log.head h for update;
  -- a statement after the lock: its snapshot sees every append before this one
  select array_agg(coalesce((select max(x.version) from log.events x where x.stream = u.s), 0) order by u.o)
    into held from unnest(streams) with ordinality u(s, o);
  for e in 1 .. coalesce(cardinality(streams), 0) loop
    k := counts[e];
    if held[e] <> expected[e] then firsts := firsts || null::bigint; j := j + k; continue; end if;
    firsts := firsts || (pos + 1);
    s := streams[e]; v := expected[e];
    for i in 1 .. k loop
      j := j + 1; pos := pos + 1; v := v + 1;
      prev := sha256(prev || log.event_hash(pos, s, v, types[j], schema_versions[j], ids[j], ats[j], correlations[j], causations[j], datas[j]));
      r_pos := r_pos || pos; r_ord := r_ord || j; r_stream := r_stream || s; r_version := r_version || v; r_hash := r_hash || prev;
    end loop;
  end loop;
  if cardinality(r_pos) > 0 then
    insert into log.events (position, stream, version, type, schema_version, id, at, correlation, causation, data, hash)
      select p, st, ve, types[o], schema_versions[o], ids[o], ats[o], correlations[o], causations[o], datas[o]::json, h
      from unnest(r_pos, r_ord, r_stream, r_version, r_hash) u(p, o, st, ve, h);
    update log.head set position = pos, hash = prev;
    perform pg_notify('log', '');
  end if;
  return firsts;
end $$;
revoke execute on function log.append from public;

-- The key of a scope, made the first time.
create function log.key_of(wanted uuid, fresh bytea) returns bytea language plpgsql security definer
set search_path = pg_catalog, log as $$
declare found bytea;
begin
  insert into log.keys values (wanted, fresh) on conflict do nothing;
  select key into found from log.keys where scope = wanted;
  return found;
end $$;
revoke execute on function log.key_of from public;

grant usage on schema log to taskbench_service;
grant select on log.head, log.events, log.texts, log.keys to taskbench_service;
grant execute on function log.append, log.key_of, log.event_hash, log.framed to taskbench_service;
`;

/** The role that services act in; roles belong to the whole server, so another database may have made it. */
export const serviceRole = `
do $$ begin
  create role taskbench_service nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant taskbench_service to current_user;
`;
