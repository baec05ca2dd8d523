/**
 * Limits of a connection beside those of evaluation and model; pause, cancel and hold. Columns of projections have the
 * value that older events mean, so that no rebuild is needed.
 */
export const limits = {
  name: '0003-limits',
  sql: `
alter table execution.runs add column cancelled boolean not null default false, add column in_doubt text not null default 'retry';
alter table execution.evaluations add column cancelled int not null default 0;
alter table execution.model_progress add column cancelled int not null default 0;
drop index execution.calls_in_doubt;
create index calls_waiting on execution.calls (evaluation_id, status, label) where status in ('in_doubt', 'held');
create index in_doubt on execution.calls (call_id) where status = 'in_doubt';
create index unended on execution.evaluations (evaluation_id) where ended_at is null;

create table execution.connections (connection_id text primary key, concurrency int not null);
create table execution.workers (owner text primary key, until timestamptz not null);

alter table execution.leases add column connection_id text;
create index held_by_connection on execution.leases (connection_id) where owner is not null;
create index owned on execution.leases (owner) where owner is not null;

-- How many more calls a connection takes now.
create function execution.room(connection text) returns bigint language sql stable as $$
  select coalesce((select c.concurrency - (select count(*) from execution.leases h where h.connection_id = c.connection_id and h.owner is not null)
    from execution.connections c where c.connection_id = connection), 1000000)
$$;

-- Hands the calls of these ids to an owner, those first in order where their connection has no room for all.
create function execution.take(me text, picks text[]) returns setof execution.leases language sql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
  insert into execution.leases as l (call_id, evaluation_id, label, connection_id, owner, until, attempt, version, request)
    select call_id, evaluation_id, label, connection_id, me, now() + interval '6 s', attempt + 1, version + 1,
      json_build_object('failures', failures, 'call', request)
    from (select d.*, d.request ->> 'connection_id' as connection_id,
        row_number() over (partition by d.request ->> 'connection_id' order by d.ordinal, d.label) as place
      from execution.due_calls d where d.call_id = any(picks)) candidates
    where place <= execution.room(connection_id)
  on conflict (call_id) do update set owner = excluded.owner, until = excluded.until, attempt = excluded.attempt,
    version = excluded.version, request = excluded.request, connection_id = excluded.connection_id
    where l.owner is null and l.version < excluded.version
  returning l.*
$$;

-- Ends the lease of an attempt that is in doubt, at the version that its stream really has; a newer one is left alone.
create function execution.end_lease(lost text, tried int) returns void language sql as $$
  update execution.leases set owner = null, until = now(),
    version = (select coalesce(max(version), 0) from log.events where stream = 'call-' || lost)
  where call_id = lost and attempt = tried
$$;

-- Takes up to "want" calls: limits of connection, evaluation and model, pause, backoff and order are conditions here.
-- One claim at a time, and what runs is counted in a statement after the lock, so that limits hold across replicas. The
-- evaluation's row is locked as well: once a pause is in the rows, nothing more is claimed. Calls for tasks come first:
-- a person waits for them. The processes that live share the slots of an evaluation evenly.
create or replace function execution.claim(me text, want int) returns setof execution.leases language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off as $$
declare
  run record; free int; share int; got int; picks text[]; now_us bigint; workers int;
begin
  perform pg_advisory_xact_lock(7002);
  now_us := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
  select greatest(1, count(*)) into workers from execution.workers where until > now();
  select array_agg(x.call_id) into picks from (
    select d.call_id from execution.due_calls d left join execution.leases l on l.call_id = d.call_id
    where d.evaluation_id is null and d.funded and d.status = 'requested' and d.not_before <= now_us
      and (l.call_id is null or (l.owner is null and d.version >= l.version))
    order by d.label, d.ordinal
    limit least(want, greatest(0, 5 - (select count(*) from execution.leases h where h.evaluation_id is null and h.owner is not null)))) x;
  if picks is not null then
    return query select * from execution.take(me, picks);
    get diagnostics got = row_count;
    want := want - got;
  end if;
  for run in select evaluation_id, concurrency, labels from execution.runs where running order by evaluation_id loop
    exit when want <= 0;
    perform 1 from execution.runs where evaluation_id = run.evaluation_id and running for no key update;
    continue when not found;
    select run.concurrency - count(*) into free from execution.leases where evaluation_id = run.evaluation_id and owner is not null;
    -- Who settles a call claims the next in the same breath: without a share for each process the first would keep all.
    select least(free, want, ceil(run.concurrency::numeric / workers) - count(*)) into free
      from execution.leases where evaluation_id = run.evaluation_id and owner = me;
    continue when free <= 0;
    select greatest(1, ceil(run.concurrency::numeric / greatest(1, count(*)))) into share from unnest(run.labels) m
      where (select true from execution.due_calls d where d.evaluation_id = run.evaluation_id and d.label = m and d.funded and d.status = 'requested' limit 1)
         or (select true from execution.leases h where h.evaluation_id = run.evaluation_id and h.label = m and h.owner is not null limit 1);
    select array_agg(x.call_id) into picks from (
      select c.call_id from unnest(run.labels) m
        cross join lateral (select greatest(0, share - count(*)) as room from execution.leases h
          where h.evaluation_id = run.evaluation_id and h.label = m and h.owner is not null) r
        cross join lateral (select d.call_id, d.ordinal from execution.due_calls d left join execution.leases l on l.call_id = d.call_id
          where d.evaluation_id = run.evaluation_id and d.label = m and d.funded and d.status = 'requested' and d.not_before <= now_us
            and (l.call_id is null or (l.owner is null and d.version >= l.version))
          order by d.ordinal limit least(r.room, free)) c
      order by c.ordinal limit free) x;
    continue when picks is null;
    return query select * from execution.take(me, picks);
    get diagnostics got = row_count;
    want := want - got;
  end loop;
end $$;

drop function execution.step;
drop function execution.resync;
-- Releases, claims and appends in one transaction. The AttemptStarted of claimed calls go first in the answer's
-- "firsts"; where one lost against another append, its lease is set from the stream and it is not in "claimed".
create function execution.step(
  me text, released text[], released_attempts int[], released_versions int[], want int, at bigint,
  streams text[], expected int[], counts int[], ids uuid[], types text[], schema_versions smallint[], ats bigint[],
  correlations text[], causations uuid[], datas text[], scopes uuid[], digests bytea[], ciphertexts bytea[],
  out firsts bigint[], out claimed json) language plpgsql as $$
declare n int; c_ids text[]; c_streams text[]; c_expected int[]; c_correlations text[]; c_datas text[]; c_attempts int[]; c_leases json[]; won json[] := '{}';
begin
  if cardinality(released) > 0 then
    update execution.leases l set owner = null, version = greatest(l.version, r.version), until = now()
      from unnest(released, released_attempts, released_versions) r(call_id, attempt, version)
      where l.call_id = r.call_id and l.owner = me and l.attempt = r.attempt;
  end if;
  n := 0;
  if want > 0 then
    select count(*), array_agg(t.call_id), array_agg(t.attempt), array_agg('call-' || t.call_id), array_agg(t.version - 1),
        array_agg(t.request -> 'call' ->> 'payer'),
        array_agg(json_build_object('call_id', t.call_id, 'attempt', t.attempt, 'owner', me)::text),
        array_agg(json_build_object('version', t.version, 'attempt', t.attempt, 'request', t.request))
      into n, c_ids, c_attempts, c_streams, c_expected, c_correlations, c_datas, c_leases from execution.claim(me, want) t;
  end if;
  if n = 0 then
    firsts := case when cardinality(streams) > 0 then log.append(streams, expected, counts, ids, types, schema_versions, ats,
      correlations, causations, datas, scopes, digests, ciphertexts) else '{}' end;
    claimed := '[]';
    return;
  end if;
  firsts := log.append(c_streams || streams, c_expected || expected, array_fill(1, array[n]) || counts,
    array(select gen_random_uuid() from generate_series(1, n)) || ids,
    array_fill('AttemptStarted'::text, array[n]) || types, array_fill(1::smallint, array[n]) || schema_versions,
    array_fill(at, array[n]) || ats, c_correlations || correlations, array_fill(null::uuid, array[n]) || causations,
    c_datas || datas, scopes, digests, ciphertexts);
  for i in 1 .. n loop
    if firsts[i] is not null then won := won || c_leases[i];
    else perform execution.end_lease(c_ids[i], c_attempts[i]);
    end if;
  end loop;
  claimed := to_json(won);
  firsts := firsts[n + 1 :];
end $$;
`,
};
