import { entriesOf, readModels } from './catalogue.ts';

/** A model as OpenRouter lists it; the names are ours. */
const listed = {
  id: 'acme/long-2',
  canonical_slug: 'acme/long-2-20260801',
  hugging_face_id: null,
  name: 'Acme: Long 2',
  created: 1_785_000_000,
  description: 'Reads much.',
  context_length: 1_000_000,
  architecture: {
    modality: 'text+image->text',
    input_modalities: ['text', 'image'],
    output_modalities: ['text'],
    tokenizer: 'Other',
    instruct_type: null,
  },
  pricing: {
    prompt: '0.00000100000000000000015',
    completion: '0.000006',
    input_cache_read: '0.0000001',
    input_cache_write: '0.00000125',
    internal_reasoning: '0.000006',
    web_search: '0.005',
    image: '0.000001',
    overrides: [
      { min_prompt_tokens: 272_000, prompt: '0.000002', completion: '0.000009', input_cache_read: '0.0000002' },
      { min_prompt_tokens: 32_000, prompt: '0.0000015' },
    ],
  },
  top_provider: { context_length: 1_000_000, max_completion_tokens: 128_000, is_moderated: true },
  per_request_limits: null,
  supported_parameters: ['max_tokens', 'temperature', 'seed'],
  default_parameters: {},
  expiration_date: '2026-12-31',
};
const one = (change: object) => readModels({ data: [{ ...listed, ...change }] }).models[0]!;
const priced = (pricing: object) => one({ pricing }).prices;

describe("OpenRouter's list", () => {
  it('gives each model whole', () =>
    expect(readModels({ data: [listed], total_count: 1, links: { next: null } })).toEqual({
      models: [
        {
          id: 'acme/long-2',
          name: 'Acme: Long 2',
          provider: 'acme',
          created: 1_785_000_000,
          expires_on: '2026-12-31',
          aliases: ['acme/long-2-20260801'],
          alias_of: null,
          context_length: 1_000_000,
          max_completion_tokens: 128_000,
          input_modalities: ['text', 'image'],
          output_modalities: ['text'],
          parameters: ['max_tokens', 'temperature', 'seed'],
          prices: {
            prompt: '0.00000100000000000000015',
            completion: '0.000006',
            cached: '0.0000001',
            cache_write: '0.00000125',
            reasoning: '0.000006',
            tiers: [
              {
                from_prompt_tokens: 32_000,
                prompt: '0.0000015',
                completion: '0.000006', // what a tier does not say is as at the base
                cached: '0.0000001',
                cache_write: '0.00000125',
                reasoning: '0.000006',
              },
              {
                from_prompt_tokens: 272_000,
                prompt: '0.000002',
                completion: '0.000009',
                cached: '0.0000002',
                cache_write: '0.00000125',
                reasoning: '0.000006',
              },
            ],
          },
          other_prices: { web_search: '0.005', image: '0.000001' },
        },
      ],
      leftOut: 0,
    }));

  it("takes a router's -1 for unknown, neither negative nor 0", () => {
    expect(priced({ prompt: '-1', completion: '-1' })).toBeNull();
    expect(priced({ prompt: '0.1e-5', completion: '-1' })).toBeNull();
  });
  it('takes 0 for free, and a price of the request beside it for what it is', () => {
    expect(priced({ prompt: '0', completion: '0', request: '0' })).toEqual({ prompt: '0', completion: '0' });
    expect(priced({ prompt: '0', completion: '0', request: '0.01' })).toEqual({
      prompt: '0',
      completion: '0',
      request: '0.01',
    });
  });
  it('has no known price where a tier, the cache or the request has none', () => {
    const base = { prompt: '0.000001', completion: '0.000002' };
    expect(priced({ ...base, overrides: [{ min_prompt_tokens: 10, prompt: '-1' }] })).toBeNull();
    expect(priced({ ...base, overrides: [{ prompt: '0.1' }] })).toBeNull();
    expect(priced({ ...base, overrides: {} })).toBeNull();
    expect(priced({ ...base, input_cache_read: 'cheap' })).toBeNull();
    expect(priced({ ...base, request: '-1' })).toBeNull();
    expect(priced({ prompt: '0.000001' })).toBeNull();
  });
  it('has no known price where what is listed would overflow a sum of money', () => {
    expect(priced({ prompt: '55000', completion: '1' })).toBeNull();
    expect(priced({ prompt: `0.${'0'.repeat(100)}1`, completion: '0' })).toBeNull();
  });
  it('reads numbers as they are written', () =>
    expect(priced({ prompt: 2e-7, completion: 0.0000006 })).toEqual({ prompt: '0.0000002', completion: '0.0000006' }));
  it('says what else is charged for, known or not', () =>
    expect(
      one({ pricing: { prompt: '1e-6', completion: '0', image: '-1', audio: '0.0001', discount: 0 } }),
    ).toMatchObject({
      other_prices: { image: null, audio: '0.0001' },
    }));
  it('names the model that a moving name stands for', () =>
    expect(one({ id: '~acme/long-latest', alias_target: { name: 'Acme: Long 2', slug: 'acme/long-2' } })).toMatchObject(
      {
        alias_of: 'acme/long-2',
        provider: 'acme',
      },
    ));
  it('is read where fields are missing or of another kind', () =>
    expect(
      readModels({ data: [{ id: 'acme/bare', name: 7, pricing: null, architecture: [], context_length: '9' }] }).models,
    ).toEqual([
      {
        id: 'acme/bare',
        name: 'acme/bare',
        provider: 'acme',
        created: null,
        expires_on: null,
        aliases: [],
        alias_of: null,
        context_length: null,
        max_completion_tokens: null,
        input_modalities: null,
        output_modalities: null,
        parameters: null,
        prices: null,
        other_prices: {},
      },
    ]));
  it('counts what names no model, or one twice', () => {
    const entries = [listed, listed, null, 'x', {}, { id: '' }, { id: 'a\u0000b' }, { id: 'x'.repeat(201) }];
    const { models, leftOut } = readModels({ data: entries });
    expect([models.length, leftOut]).toEqual([1, 7]);
  });
});

describe('A list of models', () => {
  const idsOf = (answer: unknown) => entriesOf(answer) && readModels(answer).models.map(({ id }) => id);
  it.each([
    [
      "OpenAI's",
      { object: 'list', data: [{ id: 'gpt-4o', object: 'model', created: 1, owned_by: 'openai' }] },
      ['gpt-4o'],
    ],
    ["Ollama's", { object: 'list', data: [{ id: 'qwen3:8b', object: 'model', owned_by: 'library' }] }, ['qwen3:8b']],
    ['that of an Ollama without models', { object: 'list', data: null }, []],
    [
      "LM Studio's",
      { data: [{ id: 'gemma-3-4b', object: 'model', owned_by: 'organization_owner' }], object: 'list' },
      ['gemma-3-4b'],
    ],
    [
      "vLLM's",
      { object: 'list', data: [{ id: 'org/m', owned_by: 'vllm', max_model_len: 8192, root: 'org/m' }] },
      ['org/m'],
    ],
    ['a bare one', [{ id: 'a' }, { id: 'b' }], ['a', 'b']],
  ])('is %s', (_, answer, ids) => expect(idsOf(answer)).toEqual(ids));
  it.each([
    ['an error in place of a list', { error: 'Unexpected endpoint' }],
    ['a table of prices by name', { 'gpt-4o': { input_cost_per_token: 1e-6 } }],
    ['nothing', null],
    ['a word', 'ok'],
  ])('is not %s', (_, answer) => expect(entriesOf(answer)).toBeNull());
  it("gives plain servers' owner and longest prompt", () =>
    expect(
      readModels({ data: [{ id: 'm', owned_by: 'openai', max_model_len: 8192, created: 1_700_000_000 }] }).models[0],
    ).toMatchObject({ provider: 'openai', context_length: 8192, created: 1_700_000_000, prices: null }));
});
