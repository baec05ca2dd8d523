/** Attempts whose provider is asked what they cost, and how often it was. */
export const lookups = {
  name: '0008-lookups',
  sql: `
create table execution.lookups (
  call_id text not null, attempt int not null, generation_id text not null, ended_at bigint not null,
  position bigint not null,
  primary key (call_id, attempt)
);

-- Beside the log, as leases are: if it is lost, asking begins anew.
create table execution.lookup_tries (
  call_id text not null, attempt int not null, tries int not null, due_at timestamptz not null, primary key (call_id, attempt)
);
`,
};
