/**
 * Claims. `runs` and `due_calls` are projections; `leases` stands beside them: who sends what, and for how long.
 * A released lease keeps the version that its stream has reached, so that a due row that lags is not claimed again.
 */
export const claims = {
  name: '0002-claims',
  sql: `
create table execution.runs (
  evaluation_id uuid primary key, concurrency int not null, labels text[] not null, running boolean not null, position bigint not null
);

create table execution.due_calls (
  call_id text primary key, evaluation_id uuid, label text not null, ordinal int not null, version int not null,
  attempt int not null, failures int not null, status text not null, not_before bigint not null, funded boolean not null,
  request json not null, position bigint not null
) with (fillfactor = 70);
create index due on execution.due_calls (evaluation_id, label, ordinal) where funded and status = 'requested';

create table execution.leases (
  call_id text primary key, evaluation_id uuid, label text not null, owner text, until timestamptz not null,
  attempt int not null, version int not null, request json not null
) with (fillfactor = 50);
create index held on execution.leases (evaluation_id, label) where owner is not null;
create index released on execution.leases (until) where owner is null;

-- Takes up to "want" calls: limits of evaluation and model, backoff and order are conditions here. The evaluation's row
-- is locked first and what runs is counted in a later statement, so that limits hold across replicas.
create function execution.claim(me text, want int) returns setof execution.leases language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off as $$
declare
  run record; free int; share int; got int; picks text[];
  now_us bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
begin
  for run in select evaluation_id, concurrency, labels from execution.runs where running
    union all select null::uuid, 5, array['']::text[]
  loop
    if run.evaluation_id is null then
      perform pg_advisory_xact_lock(7002);
      select array_agg(x.call_id) into picks from (
        select d.call_id from execution.due_calls d left join execution.leases l on l.call_id = d.call_id
        where d.evaluation_id is null and d.funded and d.status = 'requested' and d.not_before <= now_us
          and (l.call_id is null or (l.owner is null and d.version >= l.version))
        order by d.label, d.ordinal
        limit least(want, greatest(0, run.concurrency - (select count(*) from execution.leases h where h.evaluation_id is null and h.owner is not null)))) x;
    else
      perform 1 from execution.runs where evaluation_id = run.evaluation_id and running for no key update;
      continue when not found;
      select run.concurrency - count(*) into free from execution.leases where evaluation_id = run.evaluation_id and owner is not null;
      free := least(free, want);
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
    end if;
    continue when picks is null;
    return query
      insert into execution.leases as l (call_id, evaluation_id, label, owner, until, attempt, version, request)
        select d.call_id, d.evaluation_id, d.label, me, now() + interval '6 s', d.attempt + 1, d.version + 1,
          json_build_object('failures', d.failures, 'call', d.request)
        from execution.due_calls d where d.call_id = any(picks)
      on conflict (call_id) do update set owner = excluded.owner, until = excluded.until, attempt = excluded.attempt,
        version = excluded.version, request = excluded.request where l.owner is null and l.version < excluded.version
      returning l.*;
    get diagnostics got = row_count;
    want := want - got;
    exit when want <= 0;
  end loop;
end $$;

-- Releases, claims and appends in one transaction. The AttemptStarted of claimed calls go first in the answer's
-- "firsts"; where one lost against another append, its lease is set from the stream and it is not in "claimed".
create function execution.step(
  me text, released text[], released_versions int[], want int, at bigint,
  streams text[], expected int[], counts int[], ids uuid[], types text[], schema_versions smallint[], ats bigint[],
  correlations text[], causations uuid[], datas text[], scopes uuid[], digests bytea[], ciphertexts bytea[],
  out firsts bigint[], out claimed json) language plpgsql as $$
declare n int; c_ids text[]; c_streams text[]; c_expected int[]; c_correlations text[]; c_datas text[]; c_leases json[]; won json[] := '{}';
begin
  if cardinality(released) > 0 then
    update execution.leases l set owner = null, version = greatest(l.version, r.version), until = now()
      from unnest(released, released_versions) r(call_id, version) where l.call_id = r.call_id and l.owner = me;
  end if;
  n := 0;
  if want > 0 then
    select count(*), array_agg(t.call_id), array_agg('call-' || t.call_id), array_agg(t.version - 1),
        array_agg(t.request -> 'call' ->> 'payer'),
        array_agg(json_build_object('call_id', t.call_id, 'attempt', t.attempt, 'owner', me)::text),
        array_agg(json_build_object('version', t.version, 'attempt', t.attempt, 'request', t.request))
      into n, c_ids, c_streams, c_expected, c_correlations, c_datas, c_leases from execution.claim(me, want) t;
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
    else perform execution.resync(c_ids[i]);
    end if;
  end loop;
  claimed := to_json(won);
  firsts := firsts[n + 1 :];
end $$;

-- A lease or due row out of step with its stream: released at the version that the stream really has.
create function execution.resync(lost text) returns void language sql as $$
  update execution.leases set owner = null, until = now(),
    version = (select coalesce(max(version), 0) from log.events where stream = 'call-' || lost) where call_id = lost
$$;
`,
};
