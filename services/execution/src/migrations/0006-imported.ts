/** Which outputs were given, not asked for. */
export const imported = {
  name: '0006-imported',
  sql: 'alter table execution.calls add column imported boolean not null default false;',
};
