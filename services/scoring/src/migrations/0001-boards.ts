/** What results and recommendations are computed from. Every row carries the position that last changed it. */
export const boards = {
  name: '0001-boards',
  sql: `
create table scoring.evaluations (
  id uuid primary key, task_id uuid not null, task_name text not null, models json not null, inputs int not null,
  repetitions int not null, planned int not null, checks int not null, seed bigint not null, simulated boolean not null,
  budget_nano bigint, started_at bigint not null, ended_at bigint, status text not null, answered int not null,
  failed int not null, unscored int not null, scored int not null, finished boolean not null, position bigint not null
);
create index on scoring.evaluations (task_id, started_at);

create table scoring.calls (
  call_id text primary key, evaluation_id uuid not null, label text not null, input_id text not null,
  repetition int not null, status text not null, latency_ms double precision, parse text, tp int, fp int, fn int,
  accuracy double precision, hallucination_rate double precision, completeness double precision, f1 double precision,
  instruction_following double precision, verdicts json, position bigint not null
);
create index on scoring.calls (evaluation_id);

create table scoring.costs (
  evaluation_id uuid not null, label text not null, phase text not null, cost_nano bigint not null, entries int not null,
  unknown_entries int not null, position bigint not null,
  primary key (evaluation_id, label, phase)
);
`,
};
