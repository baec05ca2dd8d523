import { ranking, matching } from './speed.ts';
import { coverage, fields, populations, verdicts } from './truth.ts';

const SETS = 2_000;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const row = (...cells: string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

row('95 % intervals hold the true mean', ...[20, 30, 100].map((n) => `n = ${n}`), 'must');
row('---', '---', '---', '---', '---');
for (const population of populations)
  row(population.name, ...[20, 30, 100].map((n) => percent(coverage(population, n, SETS))), '92.5–98 %');

process.stdout.write('\n');
row('models that are equal in truth', 'n', 'wrongly told apart', 'all tied', 'must');
row('---', '---', '---', '---', '---');
for (const field of fields) {
  for (const n of [20, 60]) {
    const { wrong, tied } = verdicts(field, n, SETS);
    const equal = new Set(field.skills).size === 1;
    const must = field.skills.length === 2 ? 'tied ≥ 94 %' : 'wrong ≤ 5.5 %';
    row(field.name, String(n), percent(wrong), equal ? percent(tied) : 'n/a', must);
  }
}

process.stdout.write('\n');
row('processor time', 'measured', 'must');
row('---', '---', '---');
row('matching of 500 × 500 items', `${matching(500)} ms`, '≤ 1 s');
for (const [models, inputs] of [
  [10, 100],
  [20, 1_000],
] as const) {
  const { intervals, pairs } = ranking(models, inputs);
  row(
    `${models} models × ${inputs} inputs`,
    `5 intervals each ${intervals} ms, all pairs ${pairs} ms`,
    'off the event loop',
  );
}
