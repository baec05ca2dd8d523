/**
 * Most steps give one call's slot back to take the next of the same model, which moves no limit: what runs of an
 * evaluation, a model, a connection and a process stays as it was. Such a step looks for no share.
 */
export const swaps = {
  name: '0010-swaps',
  sql: `
-- Takes as many calls as were released, each of the evaluation and model of one of them. The rows of the evaluations are
-- locked, so that once a pause is in the rows nothing more is taken. Less comes back where a model has nothing due or may
-- not be asked: a claim then says who else has the slot.
create function execution.swap(me text, evaluations uuid[], labels text[]) returns setof execution.leases language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  now_us bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
  picks text[];
begin
  select array_agg(f.evaluation_id), array_agg(f.label) into evaluations, labels from (
    select u.evaluation_id, u.label from unnest(evaluations, labels) u(evaluation_id, label)
      join execution.runs r on r.evaluation_id = u.evaluation_id
    where r.running and u.label <> all (r.abandoned) and u.label <> all (r.cancelled_labels) for no key update of r) f;
  -- A statement of its own: it sees what was taken until the lock was given.
  select array_agg(d.call_id) into picks
    from (select u.evaluation_id, u.label, count(*) as n from unnest(evaluations, labels) u(evaluation_id, label) group by 1, 2) f
    cross join lateral (
      select w.call_id from execution.due_calls w left join execution.leases h on h.call_id = w.call_id
      where w.evaluation_id = f.evaluation_id and w.label = f.label and w.funded and w.status = 'requested' and w.not_before <= now_us
        and (h.call_id is null or (h.owner is null and w.version >= h.version))
      order by w.ordinal limit f.n) d;
  if picks is not null then return query select * from execution.take(me, picks); end if;
end $$;

drop function execution.step;
-- Counts outcomes, releases, claims and appends in one transaction. The AttemptStarted of claimed calls go first in the
-- answer's "firsts"; where one lost against another append, its lease is set from the stream and it is not in "claimed".
-- With "swaps", and while no model is in trouble, calls are taken only in the places of those that are released.
create function execution.step(
  me text, released text[], released_attempts int[], released_versions int[], outcomes json, want int, swaps boolean, at bigint,
  streams text[], expected int[], counts int[], ids uuid[], types text[], schema_versions smallint[], ats bigint[],
  correlations text[], causations uuid[], datas text[], scopes uuid[], digests bytea[], ciphertexts bytea[],
  out firsts bigint[], out claimed json) language plpgsql as $$
declare
  n int; c_ids text[]; c_streams text[]; c_expected int[]; c_correlations text[]; c_datas text[]; c_attempts int[]; c_leases json[]; won json[] := '{}';
  freed uuid[]; freed_labels text[];
  ailing boolean := exists (select 1 from execution.streaks);
begin
  if cardinality(released) > 0 then
    if outcomes is not null or ailing then
      perform execution.count_outcomes(me, released, released_attempts, outcomes);
    end if;
    with done as (
      update execution.leases l set owner = null, version = greatest(l.version, r.version), until = now()
        from unnest(released, released_attempts, released_versions) r(call_id, attempt, version)
        where l.call_id = r.call_id and l.owner = me and l.attempt = r.attempt returning l.evaluation_id, l.label)
    select array_agg(d.evaluation_id), array_agg(d.label) into freed, freed_labels from done d;
  end if;
  swaps := swaps and outcomes is null and not ailing and not exists (select 1 from execution.throttles);
  n := 0;
  if want > 0 then
    select count(*), array_agg(t.call_id), array_agg(t.attempt), array_agg('call-' || t.call_id), array_agg(t.version - 1),
        array_agg(t.request -> 'call' ->> 'payer'),
        array_agg(json_build_object('call_id', t.call_id, 'attempt', t.attempt, 'owner', me)::text),
        array_agg(json_build_object('version', t.version, 'attempt', t.attempt, 'request', t.request))
      into n, c_ids, c_attempts, c_streams, c_expected, c_correlations, c_datas, c_leases
      from (select * from execution.swap(me, freed, freed_labels) where swaps
        union all select * from execution.claim(me, want) where not swaps) t;
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
