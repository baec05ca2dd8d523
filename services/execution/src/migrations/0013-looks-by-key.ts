/**
 * Leases and runs are looked up one by one, whatever Postgres last saw of their tables: between evaluations leases and due
 * calls are empty, and a plan made then would read all of the one for each of the other in the next evaluation. `= any(array[…])`
 * says so, as nothing can be merged by it; the rest of the functions stays as it is.
 */
export const looksByKey = {
  name: '0013-looks-by-key',
  sql: `
do $do$
declare
  named text; was text; made text;
begin
  foreach named in array array['claim', 'swap', 'step', 'count_outcomes'] loop
    was := pg_get_functiondef(('execution.' || named)::regproc);
    made := regexp_replace(was, '\\m([hlr])\\.(call_id|evaluation_id) = ([druwx])\\.\\2', '\\1.\\2 = any(array[\\3.\\2])', 'g');
    if made = was then raise exception 'execution.% joins nothing by its key', named; end if;
    execute made;
  end loop;
end $do$;
`,
};
