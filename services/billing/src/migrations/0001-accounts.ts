export const accounts = {
  name: '0001-accounts',
  sql: `
create table billing.accounts (
  payer uuid primary key, evaluation boolean not null, version int not null, budget_nano bigint, planned int not null,
  settled_calls int not null, closed boolean not null, spent_nano bigint not null, may_cost_nano bigint not null,
  unknown_entries int not null, position bigint not null
);
create index open_accounts on billing.accounts (payer) where not closed;

create table billing.calls (
  call_id text primary key, payer uuid not null, ordinal int not null, label text not null, phase text not null, prices json,
  max_nano bigint, state text not null, unposted json not null, owes boolean not null, position bigint not null
);
create index in_state on billing.calls (payer, state, ordinal);
create index owing on billing.calls (payer, position) where owes;

create table billing.costs (
  payer uuid not null, label text not null, phase text not null, cost_nano bigint not null, entries int not null,
  unknown_entries int not null, position bigint not null, primary key (payer, label, phase)
);
`,
};
