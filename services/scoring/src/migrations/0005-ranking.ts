/** What an evaluation declares that its models are ranked by: nothing in those of before. */
export const ranking = {
  name: '0005-ranking',
  sql: 'alter table scoring.evaluations add column ranking text;',
};
