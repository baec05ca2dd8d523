/** What screens and claims read. Every table of a projection carries the position that last changed each row. */
export const boards = {
  name: '0001-boards',
  sql: `
create table execution.tasks (
  task_id uuid primary key, name text not null, version int not null, manifest text not null, inputs int not null,
  checks text not null, checks_status text not null, checks_digest text, checks_count int not null, position bigint not null
);

create table execution.evaluations (
  evaluation_id uuid primary key, started json not null, started_at bigint not null, ended_at bigint, status text not null,
  answered int not null, failed int not null, unscored int not null, scored int not null,
  finished boolean not null, settled boolean not null, cost_nano bigint not null, unknown_costs int not null,
  entries int not null, position bigint not null
);
create index on execution.evaluations (started_at);

create table execution.model_progress (
  evaluation_id uuid not null, label text not null, model_id text not null, place int not null, planned int not null,
  answered int not null, failed int not null, retried int not null, unscored int not null,
  cost_nano bigint not null, unknown_costs int not null, position bigint not null,
  primary key (evaluation_id, label)
);

create table execution.calls (
  call_id text primary key, evaluation_id uuid, task_id uuid not null, ordinal int not null, phase text not null, label text not null,
  input_id text not null, repetition int not null, status text not null, attempts int not null, reason text,
  latency_ms double precision, prompt_tokens int, completion_tokens int, output text, position bigint not null
);
create index on execution.calls (evaluation_id, ordinal);
create index calls_in_doubt on execution.calls (evaluation_id, label) where status = 'in_doubt';
`,
};
