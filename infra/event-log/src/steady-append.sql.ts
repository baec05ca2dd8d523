/**
 * Appends are made on connections that look rows up by index and do not wait for the disk (`steadyPool`): the function need not
 * say the one, and sees to it that a commit with events waits. How the bytes of a text are read depends on the database's
 * encoding, which Postgres calls stable: said as it is, hashing is inlined.
 */
export const steadyAppend = `
alter function log.framed stable;
alter function log.event_hash stable;

create or replace function log.append(
  streams text[], expected int[], counts int[],
  ids uuid[], types text[], schema_versions smallint[], ats bigint[], correlations text[], causations uuid[], datas text[],
  scopes uuid[], digests bytea[], ciphertexts bytea[]) returns bigint[]
language plpgsql security definer set search_path = pg_catalog, log as $$
declare
  pos bigint; prev bytea; held int[]; firsts bigint[] := '{}';
  e int; j int := 0; k int; s text; v int;
  r_pos bigint[] := '{}'; r_ord int[] := '{}'; r_stream text[] := '{}'; r_version int[] := '{}'; r_hash bytea[] := '{}';
begin
  perform set_config('synchronous_commit', 'on', true);
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
`;
