import type { Needs, TaskDefinition } from '@taskbench/contracts';
import { readModels } from '@taskbench/models';
import { callsOf, needsOf } from './needs.ts';
import { recommend } from './recommend.ts';

const entry = (id: string, price: string | null, context_length: number | null, rest: object = {}) => ({
  id,
  name: id,
  ...(price !== null && { pricing: { prompt: price, completion: price } }),
  ...(context_length !== null && { context_length }),
  architecture: { input_modalities: ['text'], output_modalities: ['text'] },
  supported_parameters: ['max_tokens', 'structured_outputs'],
  ...rest,
});
const offered = readModels([
  entry('acme/dear', '0.00001', 200_000),
  entry('acme/cheap', '0.0000001', 200_000),
  entry('acme/free', '0', 200_000),
  entry('acme/short', '0.0000001', 4_000),
  entry('acme/silent', '0.0000001', null),
  entry('acme/prose', '0.0000001', 200_000, { supported_parameters: ['max_tokens'] }),
  entry('acme/json', '0.0000002', 200_000, { supported_parameters: ['response_format'] }),
  entry('acme/paints', '0.0000001', 200_000, {
    architecture: { input_modalities: ['text'], output_modalities: ['image'] },
  }),
  entry('router/auto', '-1', 200_000),
]).models.map((model) => ({ ...model, connection_id: 'c' }));
const ALL = offered.length;

const task: TaskDefinition = {
  name: 'T',
  description: 'Find the actions.',
  output: { format: 'json', threshold: 0.85 },
  inputs: [
    { id: 'a', text: 'x'.repeat(3_000), gold: ['y'.repeat(296)] },
    { id: 'b', text: 'x'.repeat(6_000), gold: ['y'.repeat(596)] },
    { id: 'c', text: 'x'.repeat(30_000), gold: ['y'.repeat(896)] },
  ],
};
const calls = callsOf(task);
const asked = (needs: Needs) => {
  const { models, left_out } = recommend(offered, needs, calls);
  const lost = Object.values(left_out).reduce((sum, count) => sum + count, 0);
  expect(models.length + lost).toBe(ALL);
  return {
    ids: models.map(({ id }) => id),
    left_out: Object.fromEntries(Object.entries(left_out).filter(([, n]) => n)),
  };
};

describe('The calls of a task', () => {
  it('are as long as its longest prompt, and typically as its median prompt and gold', () => {
    expect(calls.longest_prompt).toBeGreaterThan(10_000);
    expect(calls.longest_prompt).toBeLessThan(10_100);
    expect(calls.typical.prompt_tokens).toBeGreaterThan(2_000);
    expect(calls.typical.prompt_tokens).toBeLessThan(2_100);
    expect(calls.typical.completion_tokens).toBe(200);
  });
  it('need a context for prompt and answer, and JSON where that is the format; what is said comes first', () => {
    expect(needsOf(task, calls, 4_096, {})).toEqual({
      min_context: calls.longest_prompt + 4_096,
      structured_output: true,
    });
    // What takes more than 80 % of a context is refused at the start.
    expect(needsOf(task, calls, 100, {}).min_context).toBe(Math.ceil(calls.longest_prompt / 0.8));
    expect(needsOf(task, calls, 4_096, { min_context: 5, structured_output: false, max_input_price: '1' })).toEqual({
      min_context: 5,
      structured_output: false,
      max_input_price: '1',
    });
    expect(needsOf({ ...task, output: { format: 'text', threshold: 0.85 } }, calls, 1, {}).structured_output).toBe(
      false,
    );
    expect(needsOf(null, callsOf(null), 4_096, {})).toEqual({});
  });
});

describe('The models that are recommended', () => {
  it('have what the task needs, cheapest first, those of unknown price last; the others are counted', () => {
    expect(asked(needsOf(task, calls, 4_096, {}))).toEqual({
      ids: ['acme/free', 'acme/cheap', 'acme/dear', 'router/auto'],
      left_out: { text: 1, context: 2, structured_output: 2 }, // JSON without a schema is not enough
    });
  });
  it('keep to the highest prices, which an unknown one cannot be held against', () => {
    expect(asked({ max_input_price: '0.1' })).toEqual({
      ids: ['acme/free', 'acme/cheap', 'acme/prose', 'acme/short', 'acme/silent'],
      left_out: { text: 1, price: 2, unknown_price: 1 },
    });
    expect(asked({ max_output_price: '0.05' }).ids).toEqual(['acme/free']);
  });
  it('are all that deal in text where nothing is needed', () => expect(asked({}).ids).toHaveLength(ALL - 1));
  it('say what they have and what a typical call costs', () => {
    const needs = { min_context: 10_000, structured_output: true };
    const by = new Map(recommend(offered, needs, calls).models.map((model) => [model.id, model]));
    const tokens = calls.typical.prompt_tokens + calls.typical.completion_tokens;
    const cost = Number(by.get('acme/cheap')!.typical_call_usd);
    expect(cost).toBeCloseTo(tokens * 0.0000001, 12);
    expect(by.get('acme/cheap')!.reasons).toEqual([
      'Takes 200,000 tokens; 10,000 are needed.',
      'Answers after a JSON schema.',
      `A typical call costs about $${by.get('acme/cheap')!.typical_call_usd}.`,
    ]);
    expect(by.get('router/auto')).toMatchObject({ typical_call_usd: null, prices: null });
    expect(by.get('router/auto')!.reasons).toContain('What a call costs is not known.');
  });
});
