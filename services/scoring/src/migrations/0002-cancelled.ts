/** Calls of a cancelled evaluation end as cancelled. */
export const cancelled = {
  name: '0002-cancelled',
  sql: 'alter table scoring.evaluations add column cancelled int not null default 0;',
};
