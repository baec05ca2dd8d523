/** The provider's list as it was last fetched: a copy for all replicas, no truth of its own; evaluations pin what they use. */
export const catalogueCopy = {
  name: '0004-catalogue',
  sql: `
-- "answer": JSON as it came, read by us alone; null where the provider keeps no list. "fetched_at": ms since 1970, by this server's clock.
create table execution.catalogue (connection_id text primary key, address text not null, fetched_at bigint not null, answer text);
`,
};
