import type { EvaluationView } from '@taskbench/contracts';
import { goingOn } from './asked.ts';

describe('An evaluation that goes on with another', () => {
  const extended = { id: 'e', repetitions: 2, max_tokens: 9 } as EvaluationView;

  it('has the models of that one, where they were', () => {
    expect(goingOn(extended, {}, {})).toMatchObject({ extends: 'e', models: undefined, repetitions: 2, max_tokens: 9 });
    expect(() => goingOn(extended, { connection: 'Groq' }, {})).toThrow('--connection is for the models of --models');
    expect(goingOn(extended, { connection: 'Groq', models: ['m'] }, {})).toMatchObject({ models: ['m'] });
  });
});
