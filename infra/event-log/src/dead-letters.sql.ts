/** Events that a consumer could not handle: counted, then set aside, so that the others go on. */
export const deadLettersSchema = `
create table log.dead_letters (
  id uuid primary key default gen_random_uuid(),
  service text not null,
  consumer text not null,
  position bigint not null,
  event_id uuid not null,
  type text not null,
  failures int not null default 0,
  reason text not null,
  stack text not null,
  state text not null default 'failing' check (state in ('failing', 'dead', 'redriving', 'resolved')),
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  unique (consumer, position)
);
create index open_dead_letters on log.dead_letters (service, state) where state <> 'resolved';
grant select, insert, update on log.dead_letters to taskbench_service;
`;
