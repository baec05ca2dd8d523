/** Answers that were carried over, and what they had cost where they were asked. */
export const carried = {
  name: '0006-carried',
  sql: `
alter table scoring.costs
  add column carried int not null default 0, add column carried_nano bigint not null default 0,
  add column carried_unknown int not null default 0;
`,
};
