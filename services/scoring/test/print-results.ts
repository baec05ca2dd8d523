import { call, evaluation, task } from '../src/results/made-up.ts';
import { BY_F1 } from '../src/results/rank-by.ts';
import { resultsOf } from '../src/results/results.ts';

/** Prints the results of made-up rows, so that a spec can compare them over time zones, locales and orders. */
const labels = ['sim/careful', 'sim/quick', 'sim/ödön'];
const rows = labels.flatMap((label, model) =>
  Array.from({ length: 72 }, (_, n) => {
    const f1 = ((n * 7 + model * 5) % 13) / 12.7;
    const said = `${(n * 11) % (3 + model)}`;
    const counted = { tp: n % 5, fp: n % 3, fn: (n + model) % 4, output: said, answer: said };
    return call(label, `input ${n % 24}`, f1, { repetition: Math.floor(n / 24), call_id: `${label} ${n}`, ...counted });
  }),
);
const groups = Object.fromEntries(Array.from({ length: 24 }, (_, n) => [`input ${n}`, `Ärger ${Math.floor(n / 2)}`]));
const results = resultsOf({
  evaluation: evaluation({
    models: labels.map((label) => ({ label, model_id: label })),
    repetitions: 3,
    inputs: 1_024,
  }),
  calls: process.argv[2] === 'backwards' ? rows.reverse() : rows,
  costs: labels.map((label) => {
    const evaluation_id = evaluation().id;
    const carried = { carried: 0, carried_nano: 0, carried_unknown: 0 };
    const paid = { cost_nano: 1_234_567_890_123, entries: 72, unknown_entries: 0 };
    return { evaluation_id, label, phase: 'execution', ...paid, ...carried };
  }),
  checks: [],
  task: { ...task, groups },
  rankBy: BY_F1,
  position: 1,
});
process.stdout.write(JSON.stringify(results));
