import { ChecksGenerated, ChecksGenerationFailed, ChecksProvided, GenerationAsked } from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { checkSet } from './check-set.ts';

const { given } = specify(checkSet);
const of = { task_id: '0192f5e0-0000-7000-8000-000000000001', task_version: 1 };
const ask = { ...of, call_id: 'c-g1', prompt: 'a'.repeat(64), prompt_bytes: 9, model_id: 'sim/generator' };
const made = { ...of, checks: 'b'.repeat(64), count: 6, dropped: 0 };
const provided = { ...of, checks: 'c'.repeat(64), count: 2 };
const second = { task_version: 2 };

describe('A check set', () => {
  it('is asked for when a task wants checks', () =>
    given().when({ type: 'AskGeneration', data: ask }).then(GenerationAsked(ask)));
  it('is asked for once a version', () =>
    given(GenerationAsked(ask)).when({ type: 'AskGeneration', data: ask }).then());
  it('is asked for again for a new version', () =>
    given(GenerationAsked(ask))
      .when({ type: 'AskGeneration', data: { ...ask, ...second } })
      .then(GenerationAsked({ ...ask, ...second })));
  it('is not asked for when a later version has its checks', () =>
    given(ChecksProvided({ ...provided, ...second }))
      .when({ type: 'AskGeneration', data: ask })
      .then());
  it('takes what a model wrote', () =>
    given(GenerationAsked(ask)).when({ type: 'RecordGenerated', data: made }).then(ChecksGenerated(made)));
  it('keeps the first answer', () =>
    given(GenerationAsked(ask), ChecksGenerated(made))
      .when({ type: 'RecordFailure', data: { ...of, reason: 'call_failed' } })
      .then());
  it('ignores an answer for a version before the last answered', () =>
    given(GenerationAsked(ask), ChecksProvided({ ...provided, ...second }))
      .when({ type: 'RecordGenerated', data: made })
      .then());
  it('says that generation failed', () =>
    given(GenerationAsked(ask))
      .when({ type: 'RecordFailure', data: { ...of, reason: 'too_few' } })
      .then(ChecksGenerationFailed({ ...of, reason: 'too_few' })));
  it('takes the checks that a person gave, once', () => {
    given().when({ type: 'Provide', data: provided }).then(ChecksProvided(provided));
    given(ChecksProvided(provided)).when({ type: 'Provide', data: provided }).then();
  });
});
