/** Every service has a table of checkpoints; the log's readers are as far as the least of them, and never beyond the head. */
export const lowWaterSchema = `
create function log.low_water() returns bigint language plpgsql stable security definer set search_path = pg_catalog, log as $$
declare lowest bigint := (select position from log.head); found bigint; room text;
begin
  for room in select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = 'checkpoints' and c.relkind = 'r'
  loop
    execute format('select min(position) from %I.checkpoints', room) into found;
    lowest := least(lowest, coalesce(found, 0));
  end loop;
  return lowest;
end $$;
revoke execute on function log.low_water from public;
grant execute on function log.low_water to taskbench_service;
`;
