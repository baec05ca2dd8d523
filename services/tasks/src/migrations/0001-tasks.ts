export const tables = {
  name: '0001-tasks',
  sql: `
create table tasks.tasks (
  id uuid primary key, name text not null, version int not null, manifest text not null, inputs int not null,
  checks_status text not null, checks int not null, checks_digest text, created_at bigint not null, updated_at bigint not null,
  position bigint not null
);
create index on tasks.tasks (created_at);
create table tasks.versions (
  task_id uuid not null, version int not null, name text not null, inputs int not null, created_at bigint not null,
  position bigint not null, primary key (task_id, version)
);
`,
};
