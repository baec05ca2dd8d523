import { CallScored, ScoringFinished } from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { score } from './score.ts';
import { scoringRun } from './scoring-run.ts';

const evaluation_id = '3f0c8a52-6d5e-4a5e-9d37-6a0e7c1f2b11';
const scored = {
  call_id: `${evaluation_id}-0`,
  evaluation_id,
  task_id: evaluation_id,
  phase: 'execution',
  label: 'sim/careful',
  input_id: 'a',
  repetition: 0,
  revision: 0,
  metric_version: 1,
  parse: 'parsed',
  metrics: {
    tp: 1,
    fp: 0,
    fn: 0,
    accuracy: 1,
    hallucination_rate: 0,
    completeness: 1,
    f1: 1,
    instruction_following: null,
  },
  verdicts: [],
  detail: 'a'.repeat(64),
} satisfies Parameters<typeof CallScored>[0];

describe('A score', () => {
  const { given } = specify(score);
  it('is recorded', () => given().when({ type: 'RecordScore', data: scored }).then(CallScored(scored)));
  it('is recorded once', () => given(CallScored(scored)).when({ type: 'RecordScore', data: scored }).then());
});

describe('The scoring of an evaluation', () => {
  const { given } = specify(scoringRun);
  const end = { evaluation_id, revision: 0, scored: 8 };
  it('is finished', () => given().when({ type: 'Finish', data: end }).then(ScoringFinished(end)));
  it('is finished once', () => given(ScoringFinished(end)).when({ type: 'Finish', data: end }).then());
});
