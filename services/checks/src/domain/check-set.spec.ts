import { ChecksGenerated, ChecksGenerationFailed, GenerationAsked } from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { checkSet } from './check-set.ts';

const { given } = specify(checkSet);
const of = { task_id: '0192f5e0-0000-7000-8000-000000000001', task_version: 1 };
const ask = { ...of, call_id: 'c-g1', prompt: 'a'.repeat(64), prompt_bytes: 9, model_id: 'sim/generator' };
const made = { ...of, checks: 'b'.repeat(64), count: 6, dropped: 0 };

describe('A check set', () => {
  it('is asked for once a version', () => given(GenerationAsked(ask)).when({ type: 'AskGeneration', data: ask }).then());
  it('is asked for again for a new version', () =>
    given(GenerationAsked(ask))
      .when({ type: 'AskGeneration', data: { ...ask, task_version: 2 } })
      .then(GenerationAsked({ ...ask, task_version: 2 })));
  it('keeps the first answer', () =>
    given(GenerationAsked(ask), ChecksGenerated(made))
      .when({ type: 'RecordFailure', data: { ...of, reason: 'call_failed' } })
      .then());
  it('says that generation failed', () =>
    given(GenerationAsked(ask))
      .when({ type: 'RecordFailure', data: { ...of, reason: 'too_few' } })
      .then(ChecksGenerationFailed({ ...of, reason: 'too_few' })));
});
