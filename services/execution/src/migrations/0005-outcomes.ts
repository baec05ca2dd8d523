/**
 * What the outcomes of attempts do to the next claims: a model that fails in a row is sent nothing more, one that says
 * "too many" is sent less, and slots of a model that waits are lent. All of it costs nothing while every call is answered.
 * Columns of projections are filled as a rebuild would fill them.
 */
export const outcomes = {
  name: '0005-outcomes',
  sql: `
alter table execution.runs add column abandoned text[] not null default '{}', add column cancelled_labels text[] not null default '{}';
alter table execution.evaluations add column abandoned json not null default '[]';
alter table execution.model_progress add column abandoned text;
alter table execution.calls add column mark text, add column queue_ms double precision, add column first_token_ms double precision;
update execution.calls c set first_token_ms = (e.data -> 'usage' ->> 'first_token_ms')::double precision
  from log.events e where c.status = 'answered' and e.stream = 'call-' || c.call_id and e.type = 'CallAnswered';
-- From when on a call could be sent: what comes before it is sent is our queue.
alter table execution.due_calls add column since bigint not null default 0;
update execution.due_calls d set since = case when d.not_before > 0 then d.not_before else coalesce(
  (select max(e.at) from log.events e where e.stream = 'call-' || d.call_id and e.type in ('CallRequested', 'AttemptInDoubt', 'CallReleased')), 0) end;

alter table execution.leases add column model_id text;
update execution.leases set model_id = request -> 'call' ->> 'model_id';
drop index execution.held_by_connection;
create index held_by_model on execution.leases (connection_id, model_id) where owner is not null;

-- Models whose last outcome was no answer: failed calls, timed-out attempts and attempts without an answer in a row, by order
-- of outcome. At 5 of the first two it is for good; from 3 attempts on the model is asked one call at a time
-- (a limit slows it down by itself).
create table execution.streaks (
  evaluation_id uuid not null, label text not null, failed int not null, timed_out int not null, attempts int not null, reason text not null,
  primary key (evaluation_id, label)
);
-- Models that were asked for too much: how many calls at a time they took from then on, one more for each second since.
create table execution.throttles (
  connection_id text not null, model_id text not null, slots int not null, lowered_at timestamptz not null,
  resume_at timestamptz not null, primary key (connection_id, model_id)
);

-- How many more calls a connection takes now. As those below: in a language whose plans are kept from one claim to the next.
create or replace function execution.room(connection text) returns bigint language plpgsql stable as $$
begin
  return coalesce((select c.concurrency - (select count(*) from execution.leases h where h.connection_id = c.connection_id and h.owner is not null)
    from execution.connections c where c.connection_id = connection), 1000000);
end $$;

-- How many more calls a model takes now, over all evaluations: null where it never complained.
create function execution.pace(connection text, model text) returns bigint language plpgsql stable as $$
begin
  return (select case when t.resume_at > clock_timestamp() then 0
    else greatest(0, t.slots + floor(extract(epoch from clock_timestamp() - greatest(t.lowered_at, t.resume_at)))::bigint
      - (select count(*) from execution.leases h where h.connection_id = t.connection_id and h.model_id = t.model_id and h.owner is not null)) end
  from execution.throttles t where t.connection_id = connection and t.model_id = model);
end $$;

-- The same by a label that has calls left.
create function execution.pace_of(evaluation uuid, named text) returns bigint language plpgsql stable as $$
begin
  return (select coalesce(execution.pace(c ->> 'connection_id', c ->> 'model_id'), 1000000) from (select d.request as c
    from execution.due_calls d where d.evaluation_id = evaluation and d.label = named and d.funded and d.status = 'requested' limit 1) one);
end $$;

-- Halves what a model is sent at a time, once for all that was sent before the last halving; and sends it nothing for a while.
create function execution.slow_down(connection text, model text, halve boolean, sent_ago_ms double precision, wait_ms double precision)
returns void language plpgsql as $$
declare
  here timestamptz := clock_timestamp();
  used int;
begin
  select count(*) into used from execution.leases h where h.connection_id = connection and h.model_id = model and h.owner is not null;
  insert into execution.throttles as t values (connection, model, case when halve then greatest(1, used / 2) else 1000 end,
    here, here + make_interval(secs => wait_ms / 1000))
  on conflict (connection_id, model_id) do update set
    slots = case when halve and t.lowered_at < here - make_interval(secs => sent_ago_ms / 1000) then greatest(1, used / 2) else t.slots end,
    lowered_at = case when halve and t.lowered_at < here - make_interval(secs => sent_ago_ms / 1000) then here else t.lowered_at end,
    resume_at = greatest(t.resume_at, excluded.resume_at);
end $$;

-- Counts the outcomes of attempts that are this process's to tell, in the order in which they are put into the log: one process
-- at a time. Null stands for an answer; "reason" for why there was none, "final" for a call that failed with it.
create function execution.count_outcomes(me text, released text[], attempts int[], outcomes json) returns void language plpgsql as $$
declare o record;
begin
  perform pg_advisory_xact_lock(7003);
  for o in
    select l.evaluation_id, l.label, l.connection_id, l.model_id, x.what ->> 'reason' as reason,
      coalesce((x.what ->> 'final')::boolean, false) as final, (x.what ->> 'wait_ms')::double precision as wait_ms,
      (x.what ->> 'sent_ago_ms')::double precision as sent_ago_ms
    from (select r.*, outcomes -> (r.place - 1)::int as what from unnest(released, attempts) with ordinality r(call_id, attempt, place)) x
      join execution.leases l on l.call_id = x.call_id and l.owner = me and l.attempt = x.attempt
    order by x.place
  loop
    if o.reason = 'rate_limited' or o.wait_ms is not null then
      perform execution.slow_down(o.connection_id, o.model_id, o.reason is not distinct from 'rate_limited', o.sent_ago_ms, coalesce(o.wait_ms, 0));
    end if;
    continue when o.evaluation_id is null;
    if o.reason is null then
      delete from execution.streaks s where s.evaluation_id = o.evaluation_id and s.label = o.label and s.failed < 5 and s.timed_out < 5;
    else
      insert into execution.streaks as s values (o.evaluation_id, o.label, o.final::int, (o.reason in ('timeout', 'first_token_timeout'))::int, (o.reason <> 'rate_limited')::int, o.reason)
      on conflict (evaluation_id, label) do update set failed = s.failed + excluded.failed, attempts = s.attempts + excluded.attempts, reason = excluded.reason,
        timed_out = case when excluded.timed_out = 1 then s.timed_out + 1 else 0 end where s.failed < 5 and s.timed_out < 5;
    end if;
  end loop;
end $$;

-- Hands the calls of these ids to an owner, those first in order where their connection or model has no room for all.
create or replace function execution.take(me text, picks text[]) returns setof execution.leases language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query insert into execution.leases as l (call_id, evaluation_id, label, connection_id, model_id, owner, until, attempt, version, request)
    select call_id, evaluation_id, label, connection_id, model_id, me, now() + interval '6 s', attempt + 1, version + 1,
      json_build_object('failures', failures, 'since', since, 'call', request)
    from (select d.*, d.request ->> 'connection_id' as connection_id, d.request ->> 'model_id' as model_id,
        row_number() over (partition by d.request ->> 'connection_id' order by d.ordinal, d.label) as place,
        row_number() over (partition by d.request ->> 'connection_id', d.request ->> 'model_id' order by d.ordinal, d.label) as place_of_model
      from execution.due_calls d where d.call_id = any(picks)) candidates
    where place <= execution.room(connection_id) and (not exists (select 1 from execution.throttles)
      or place_of_model <= coalesce(execution.pace(connection_id, model_id), 1000000))
  on conflict (call_id) do update set owner = excluded.owner, until = excluded.until, attempt = excluded.attempt,
    version = excluded.version, request = excluded.request, connection_id = excluded.connection_id, model_id = excluded.model_id
    where l.owner is null and l.version < excluded.version
  returning l.*;
end $$;

-- Takes up to "want" calls: limits of connection, evaluation and model, pause, backoff and order are conditions here.
-- One claim at a time, and what runs is counted in a statement after the lock, so that limits hold across replicas. The
-- evaluation's row is locked as well: once a pause is in the rows, nothing more is claimed. Calls for tasks come first:
-- a person waits for them. The processes that live share the slots of an evaluation evenly. Where a model waits, all of its
-- share but one slot is lent to models whose last outcome was an answer.
create or replace function execution.claim(me text, want int) returns setof execution.leases language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off as $$
declare
  run record; free int; idle int; share int; most int; cap int; got int; picks text[]; labels text[]; who text[]; ailing text[]; now_us bigint; workers int;
  slowed boolean; troubled boolean;
begin
  perform pg_advisory_xact_lock(7002);
  now_us := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
  select greatest(1, count(*)) into workers from execution.workers where until > now();
  slowed := exists (select 1 from execution.throttles);
  troubled := slowed or exists (select 1 from execution.streaks);
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
  for run in select * from execution.runs where running order by evaluation_id loop
    exit when want <= 0;
    -- Read again once it is locked: what was paused, abandoned or cancelled meanwhile is in it.
    select * into run from execution.runs where evaluation_id = run.evaluation_id and running for no key update;
    continue when not found;
    select run.concurrency - count(*) into idle from execution.leases where evaluation_id = run.evaluation_id and owner is not null;
    -- Who settles a call claims the next in the same breath: without a share for each process the first would keep all.
    select least(idle, want, ceil(run.concurrency::numeric / workers) - count(*)) into free
      from execution.leases where evaluation_id = run.evaluation_id and owner = me;
    continue when free <= 0;
    labels := run.labels;
    ailing := '{}';
    if troubled or cardinality(run.abandoned) + cardinality(run.cancelled_labels) > 0 then
      select coalesce(array_agg(m), '{}') into labels from unnest(run.labels) m
        where m <> all (run.abandoned) and m <> all (run.cancelled_labels) and not exists (select 1 from execution.streaks s
          where s.evaluation_id = run.evaluation_id and s.label = m and (s.failed >= 5 or s.timed_out >= 5));
      select coalesce(array_agg(s.label), '{}') into ailing from execution.streaks s where s.evaluation_id = run.evaluation_id and s.attempts >= 3;
    end if;
    select greatest(1, ceil(run.concurrency::numeric / greatest(1, count(*)))) into share from unnest(labels) m
      where (select true from execution.due_calls d where d.evaluation_id = run.evaluation_id and d.label = m and d.funded and d.status = 'requested' limit 1)
         or (select true from execution.leases h where h.evaluation_id = run.evaluation_id and h.label = m and h.owner is not null limit 1);
    who := labels;
    cap := share;
    most := free;
    for lending in 0 .. 1 loop
      if lending = 1 then
        exit when not troubled or free <= 0;
        -- The share of each that waits but for one slot, less what is lent already; and their own slots stay free.
        select least(free, idle - count(*) filter (where waits and held = 0),
            coalesce(sum(greatest(0, share - held - (held = 0)::int)) filter (where waits), 0) - sum(greatest(0, held - share))) into most
          from (
            select (select count(*) from execution.leases h where h.evaluation_id = run.evaluation_id and h.label = m and h.owner is not null) as held,
              (select true from execution.due_calls d where d.evaluation_id = run.evaluation_id and d.label = m and d.funded and d.status = 'requested' limit 1)
              and (m = any(ailing) or (slowed and execution.pace_of(run.evaluation_id, m) <= 0)
                or (select true from execution.due_calls d left join execution.leases l on l.call_id = d.call_id
                  where d.evaluation_id = run.evaluation_id and d.label = m and d.funded and d.status = 'requested' and d.not_before <= now_us
                    and (l.call_id is null or (l.owner is null and d.version >= l.version)) limit 1) is null) as waits
            from unnest(labels) m) models;
        exit when most <= 0;
        cap := run.concurrency;
        select coalesce(array_agg(m), '{}') into who from unnest(labels) m
          where not exists (select 1 from execution.streaks s where s.evaluation_id = run.evaluation_id and s.label = m)
            and exists (select 1 from execution.model_progress p where p.evaluation_id = run.evaluation_id and p.label = m and p.answered > 0);
      end if;
      select array_agg(x.call_id) into picks from (
        select c.call_id from unnest(who) m
          cross join lateral (select greatest(0, least(cap - count(*), case when slowed then execution.pace_of(run.evaluation_id, m) else cap end,
              case when m = any(ailing) then 1 - count(*) else cap end)) as room
            from execution.leases h where h.evaluation_id = run.evaluation_id and h.label = m and h.owner is not null) r
          cross join lateral (select d.call_id, d.ordinal from execution.due_calls d left join execution.leases l on l.call_id = d.call_id
            where d.evaluation_id = run.evaluation_id and d.label = m and d.funded and d.status = 'requested' and d.not_before <= now_us
              and (l.call_id is null or (l.owner is null and d.version >= l.version))
            order by d.ordinal limit least(r.room, most)) c
        order by c.ordinal limit most) x;
      continue when picks is null;
      return query select * from execution.take(me, picks);
      get diagnostics got = row_count;
      want := want - got;
      free := free - got;
      idle := idle - got;
    end loop;
  end loop;
end $$;

drop function execution.step;
-- Counts outcomes, releases, claims and appends in one transaction. The AttemptStarted of claimed calls go first in the
-- answer's "firsts"; where one lost against another append, its lease is set from the stream and it is not in "claimed".
create function execution.step(
  me text, released text[], released_attempts int[], released_versions int[], outcomes json, want int, at bigint,
  streams text[], expected int[], counts int[], ids uuid[], types text[], schema_versions smallint[], ats bigint[],
  correlations text[], causations uuid[], datas text[], scopes uuid[], digests bytea[], ciphertexts bytea[],
  out firsts bigint[], out claimed json) language plpgsql as $$
declare n int; c_ids text[]; c_streams text[]; c_expected int[]; c_correlations text[]; c_datas text[]; c_attempts int[]; c_leases json[]; won json[] := '{}';
begin
  if cardinality(released) > 0 then
    if outcomes is not null or exists (select 1 from execution.streaks) then
      perform execution.count_outcomes(me, released, released_attempts, outcomes);
    end if;
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
