/** Outputs that were cut short or are refusals. */
export const marks = {
  name: '0004-marks',
  sql: 'alter table scoring.calls add column mark text;',
};
