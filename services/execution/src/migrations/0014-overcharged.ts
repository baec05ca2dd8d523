/** Why an evaluation was paused by itself: a call of a model cost more than the most that it could. */
export const overcharged = {
  name: '0014-overcharged',
  sql: `alter table execution.evaluations add column overcharged json;`,
};
