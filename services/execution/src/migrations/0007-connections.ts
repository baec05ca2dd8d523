/**
 * Connections that people add, beside the limit that each has: no truth of their own, since an evaluation pins which one it
 * uses. A key lies here sealed only, and its address's origin seals it in; whoever moves a row cannot open it.
 */
export const connections = {
  name: '0007-connections',
  sql: `
-- "name" is null for the connection of the environment, which has no row of its own but a limit and its last answer.
alter table execution.connections
  add column name text, add column base_url text, add column origin text,
  add column sealed_key bytea, add column key_ends text, add column key_set_at timestamptz,
  add column revision int not null default 1, add column created_at timestamptz not null default now(),
  add column answered_at timestamptz, add column answered boolean, add column answer text,
  add check ((name is null) = (base_url is null) and (name is null) = (origin is null)),
  add check ((sealed_key is null) = (key_set_at is null));
create unique index connection_names on execution.connections (lower(name));
`,
};
