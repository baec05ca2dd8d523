/** How often the model that wrote a task's checks would ask each input: nothing in generations of before. */
export const repetitions = {
  name: '0002-repetitions',
  sql: 'alter table tasks.tasks add column proposed_repetitions json;',
};
