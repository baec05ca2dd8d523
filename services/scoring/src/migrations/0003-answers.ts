/** Whether outputs repeat, and which fields are right. Rows from before lack it, so all are folded anew. */
export const answers = {
  name: '0003-answers',
  sql: `
alter table scoring.calls add column output text, add column answer text, add column fields json;
truncate scoring.evaluations, scoring.calls, scoring.costs;
update scoring.checkpoints set position = 0 where name = 'projections'`,
};
