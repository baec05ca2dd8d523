import type { CallRow } from '../projections/calls.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import type { TaskFacts } from './results.ts';

/** Made-up rows for specs. */
export const task: TaskFacts = { format: 'json', fields: [], withGold: 2, groups: {} };

export const evaluation = (given: Partial<EvaluationRow> = {}): EvaluationRow => ({
  id: '3f0c8a52-6d5e-4a5e-9d37-6a0e7c1f2b11',
  task_id: '7b1d5c0e-52d3-4b43-9b0e-0d8c7f3c9a22',
  task_name: 'action items',
  models: ['sim/careful', 'sim/quick'].map((label) => ({ label, model_id: label })),
  inputs: 2,
  repetitions: 2,
  planned: 8,
  checks: 0,
  seed: 7,
  simulated: true,
  budget_nano: null,
  ranking: null,
  started_at: 0,
  ended_at: 1,
  status: 'completed',
  answered: 7,
  failed: 1,
  unscored: 0,
  cancelled: 0,
  scored: 7,
  finished: true,
  ...given,
});

let calls = 0;
export const call = (label: string, input_id: string, f1: number | null, given: Partial<CallRow> = {}): CallRow => ({
  call_id: `call-${calls++}`,
  evaluation_id: '3f0c8a52-6d5e-4a5e-9d37-6a0e7c1f2b11',
  label,
  input_id,
  repetition: 0,
  status: 'answered',
  latency_ms: 100,
  mark: null,
  parse: 'parsed',
  tp: null,
  fp: null,
  fn: null,
  accuracy: f1,
  hallucination_rate: f1 === null ? null : 1 - f1,
  completeness: f1,
  f1,
  instruction_following: null,
  verdicts: [],
  output: null,
  answer: null,
  fields: null,
  ...given,
});
