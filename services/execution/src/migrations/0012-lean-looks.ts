/**
 * What is looked for while calls run is found without passing what is done with: a swap looks behind the calls that it
 * replaces, and released leases, of which there are as many as calls were made since the last vacuum, have an index again.
 */
export const leanLooks = {
  name: '0012-lean-looks',
  sql: `
create index released on execution.leases (until) where owner is null;

drop function execution.swap;

-- Takes as many calls as were released, each of the evaluation and model of one of them. The rows of the evaluations are
-- locked, so that once a pause is in the rows nothing more is taken. Less comes back where a model has nothing due or may
-- not be asked: a claim then says who else has the slot.
-- What comes before the released ones was taken before them, though its row may not say so yet; what came back is claimed.
create function execution.swap(me text, evaluations uuid[], labels text[], ordinals int[]) returns setof execution.leases language plpgsql as $$
declare now_us bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
begin
  select array_agg(f.evaluation_id), array_agg(f.label), array_agg(f.ordinal) into evaluations, labels, ordinals from (
    select u.evaluation_id, u.label, u.ordinal from unnest(evaluations, labels, ordinals) u(evaluation_id, label, ordinal)
      join execution.runs r on r.evaluation_id = u.evaluation_id
    where r.running and u.label <> all (r.abandoned) and u.label <> all (r.cancelled_labels) for no key update of r) f;
  -- A statement of its own: it sees what was taken until the lock was given.
  return query insert into execution.leases as l (call_id, evaluation_id, label, connection_id, model_id, owner, until, attempt, version, request)
    select d.call_id, d.evaluation_id, d.label, d.request ->> 'connection_id', d.request ->> 'model_id', me, now() + interval '6 s',
      d.attempt + 1, d.version + 1, json_build_object('failures', d.failures, 'since', d.since, 'call', d.request)
    from (select u.evaluation_id, u.label, max(u.ordinal) as ordinal, count(*) as n
      from unnest(evaluations, labels, ordinals) u(evaluation_id, label, ordinal) group by 1, 2) f
    cross join lateral (
      select w.* from execution.due_calls w left join execution.leases h on h.call_id = w.call_id
      where w.evaluation_id = f.evaluation_id and w.label = f.label and w.ordinal > f.ordinal and w.funded and w.status = 'requested'
        and w.not_before <= now_us
        and (h.call_id is null or (h.owner is null and w.version >= h.version))
      order by w.ordinal limit f.n) d
  on conflict (call_id) do update set owner = excluded.owner, until = excluded.until, attempt = excluded.attempt,
    version = excluded.version, request = excluded.request, connection_id = excluded.connection_id, model_id = excluded.model_id
    where l.owner is null and l.version < excluded.version
  returning l.*;
end $$;

-- Counts outcomes, releases, claims and appends in one transaction. The AttemptStarted of claimed calls go first in the
-- answer's "firsts"; where one lost against another append, its lease is set from the stream and it is not in "claimed".
-- With "swaps", and while neither a model nor a connection is in trouble, calls are taken only in the places of those released.
create or replace function execution.step(
  me text, released text[], released_attempts int[], released_versions int[], outcomes json, want int, swaps boolean, at bigint,
  streams text[], expected int[], counts int[], ids uuid[], types text[], schema_versions smallint[], ats bigint[],
  correlations text[], causations uuid[], datas text[], scopes uuid[], digests bytea[], ciphertexts bytea[],
  out firsts bigint[], out claimed json) language plpgsql as $$
declare
  n int := 0; c_ids text[]; c_uuids uuid[]; c_streams text[]; c_expected int[]; c_correlations text[]; c_datas text[]; c_attempts int[];
  c_leases json[]; won json[] := '{}'; freed uuid[]; freed_labels text[]; freed_ordinals int[]; ailing boolean; slowed boolean;
begin
  select exists (select 1 from execution.streaks), exists (select 1 from execution.throttles) or exists (select 1 from execution.connections c
      where c.concurrency < (select count(*) from execution.leases h where h.connection_id = c.connection_id and h.owner is not null))
    into ailing, slowed;
  if cardinality(released) > 0 then
    if outcomes is not null or ailing then
      perform execution.count_outcomes(me, released, released_attempts, outcomes);
    end if;
    with done as (
      update execution.leases l set owner = null, version = greatest(l.version, r.version), until = now()
        from unnest(released, released_attempts, released_versions) r(call_id, attempt, version)
        where l.call_id = r.call_id and l.owner = me and l.attempt = r.attempt
        returning l.evaluation_id, l.label, (l.request -> 'call' ->> 'ordinal')::int as ordinal)
    select array_agg(d.evaluation_id), array_agg(d.label), array_agg(d.ordinal) into freed, freed_labels, freed_ordinals from done d;
  end if;
  swaps := swaps and outcomes is null and not ailing and not slowed;
  if want > 0 then
    select count(*), array_agg(t.call_id), array_agg(t.attempt), array_agg('call-' || t.call_id), array_agg(t.version - 1),
        array_agg(t.request -> 'call' ->> 'payer'), array_agg(gen_random_uuid()),
        array_agg(json_build_object('call_id', t.call_id, 'attempt', t.attempt, 'owner', me)::text),
        array_agg(json_build_object('version', t.version, 'attempt', t.attempt, 'request', t.request))
      into n, c_ids, c_attempts, c_streams, c_expected, c_correlations, c_uuids, c_datas, c_leases
      from (select * from execution.swap(me, freed, freed_labels, freed_ordinals) where swaps
        union all select * from execution.claim(me, want) where not swaps) t;
  end if;
  if n = 0 then
    firsts := case when cardinality(streams) > 0 then log.append(streams, expected, counts, ids, types, schema_versions, ats,
      correlations, causations, datas, scopes, digests, ciphertexts) else '{}' end;
    claimed := '[]';
    return;
  end if;
  firsts := log.append(c_streams || streams, c_expected || expected, array_fill(1, array[n]) || counts, c_uuids || ids,
    array_fill('AttemptStarted'::text, array[n]) || types, array_fill(1::smallint, array[n]) || schema_versions,
    array_fill(at, array[n]) || ats, c_correlations || correlations, array_fill(null::uuid, array[n]) || causations,
    c_datas || datas, scopes, digests, ciphertexts);
  if array_position(firsts[: n], null) is null then
    claimed := to_json(c_leases);
  else
    for i in 1 .. n loop
      if firsts[i] is not null then won := won || c_leases[i];
      else perform execution.end_lease(c_ids[i], c_attempts[i]);
      end if;
    end loop;
    claimed := to_json(won);
  end if;
  firsts := firsts[n + 1 :];
end $$;
`,
};
