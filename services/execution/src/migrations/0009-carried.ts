/** What calls were asked, so that others that are asked alike can take their answers. */
export const carried = {
  name: '0009-carried',
  sql: `
alter table execution.calls add column asked text, add column carried_from text;
create index answers on execution.calls (task_id, asked) where status = 'answered' and asked is not null;
alter table execution.evaluations add column carried int not null default 0;
alter table execution.model_progress add column carried int not null default 0;
`,
};
