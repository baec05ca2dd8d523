import { ModelsQuery } from '@taskbench/contracts';
import { readModels } from '@taskbench/models';
import { choose, pageOf } from './choose.ts';

const entry = (id: string, prompt: string | null, rest: object = {}) => ({
  id,
  ...(prompt !== null && { pricing: { prompt, completion: prompt } }),
  ...rest,
});
const taking = (input_modalities: string[], output_modalities: string[]) => ({
  architecture: { input_modalities, output_modalities },
});
const { models } = readModels([
  entry('beta/quick', '0.0000025', { name: 'Quick', context_length: 8_000, created: 3, ...taking(['text'], ['text']) }),
  entry('acme/long', '0.00000009', {
    name: 'Acme Long',
    context_length: 100_000,
    ...taking(['text', 'image'], ['text']),
  }),
  entry('acme/Draw', '0.0000001', { name: 'draw', created: 1, ...taking(['text'], ['text', 'image']) }),
  entry('acme/free', '0', { name: 'Free', canonical_slug: 'acme/free-20260801', created: 2 }),
  entry('acme/song', '0', { name: 'Song', pricing: { prompt: '0', completion: '0', request: '0.1' } }),
  entry('router/auto', '-1', { name: 'Auto' }),
  entry('plain', null, { owned_by: 'Library' }),
]);
const found = (query: object) => choose(models, ModelsQuery.parse(query)).map(({ id }) => id);
const all = models.map(({ id }) => id);

describe('Models', () => {
  it('come as their provider lists them', () => expect(found({})).toEqual(all));
  it('are searched by id, alias and name in any case', () => {
    expect(found({ search: 'ACME/dr' })).toEqual(['acme/Draw']);
    expect(found({ search: 'acme long' })).toEqual(['acme/long']);
    expect(found({ search: '20260801' })).toEqual(['acme/free']);
    expect(found({ search: '.' })).toEqual([]);
  });
  it('are matched by a pattern, in the case that it says', () => {
    expect(found({ regex: '^acme/[a-z]+$' })).toEqual(['acme/long', 'acme/free', 'acme/song']);
    expect(found({ regex: '(?i)^acme/d' })).toEqual(['acme/Draw']);
    expect(found({ regex: '^Quick$' })).toEqual(['beta/quick']);
  });
  it.each([
    ['acme/(a', 'missing closing ) at character 1: acme/(a'],
    ['ab[z-a]', 'invalid character class range at character 4: z-a'],
    ['a**', 'invalid nested repetition operator at character 2: **'],
    ['a(?!b)', 'invalid or unsupported Perl syntax at character 2: (?!'],
  ])('are not matched by %s, whose place is named', (regex, message) => {
    expect(() => found({ regex })).toThrow(
      expect.objectContaining({ errors: [{ path: 'regex', message: `is not an RE2 pattern: ${message}` }] }),
    );
  });
  it('are of a maker', () => {
    expect(found({ provider: 'ACME' })).toEqual(['acme/long', 'acme/Draw', 'acme/free', 'acme/song']);
    expect(found({ provider: 'library' })).toEqual(['plain']);
    expect(found({ provider: 'acm' })).toEqual([]);
  });
  it('cost at most so much per million prompt tokens, where that is known', () => {
    expect(found({ max_input_price: '0.1' })).toEqual(['acme/long', 'acme/Draw', 'acme/free', 'acme/song']);
    expect(found({ max_input_price: '0.0999' })).toEqual(['acme/long', 'acme/free', 'acme/song']);
    expect(found({ max_input_price: '0' })).toEqual(['acme/free', 'acme/song']);
  });
  it('take at least so many tokens, where that is known', () =>
    expect(found({ min_context: '8001' })).toEqual(['acme/long']));
  it('take and give what is asked, where that is known', () => {
    expect(found({ modality: 'image' })).toEqual(['acme/long', 'acme/Draw']);
    expect(found({ modality: 'text+image->text' })).toEqual(['acme/long']);
    expect(found({ modality: '->image' })).toEqual(['acme/Draw']);
    expect(found({ modality: 'image->' })).toEqual(['acme/long']);
  });
  it('are free or not, where that is known: one that charges for the request is not', () => {
    expect(found({ free: 'true' })).toEqual(['acme/free']);
    expect(found({ free: 'false' })).toEqual(['beta/quick', 'acme/long', 'acme/Draw', 'acme/song']);
  });
  it('hold to all that is asked', () =>
    expect(found({ provider: 'acme', search: 'l', min_context: '9' })).toEqual(['acme/long']));
  it('are sorted either way, what is unknown last', () => {
    expect(found({ sort: 'input_price' })).toEqual([
      'acme/free',
      'acme/song',
      'acme/long',
      'acme/Draw',
      'beta/quick',
      'plain',
      'router/auto',
    ]);
    expect(found({ sort: '-input_price' }).slice(0, 2)).toEqual(['beta/quick', 'acme/Draw']);
    expect(found({ sort: '-input_price' }).slice(-2)).toEqual(['plain', 'router/auto']);
    expect(found({ sort: '-created' }).slice(0, 3)).toEqual(['beta/quick', 'acme/free', 'acme/Draw']);
    expect(found({ sort: '-context' }).slice(0, 2)).toEqual(['acme/long', 'beta/quick']);
    expect(found({ sort: 'name' })[0]).toBe('acme/long');
    expect(all).toEqual(models.map(({ id }) => id));
  });
  it.each([
    [{ limit: '0' }],
    [{ free: 'yes' }],
    [{ sort: 'price' }],
    [{ max_input_price: '-1' }],
    [{ modality: 'a b' }],
    [{ min_context: '-3' }],
    [{ serach: 'x' }],
  ])('are not asked for by %j', (query) => expect(ModelsQuery.safeParse(query).success).toBe(false));
});

describe('A page of models', () => {
  // Two connections offer them all.
  const rows = ['c', 'd'].flatMap((connection_id) => models.map((model) => ({ ...model, connection_id })));
  const pages = (limit: number) => {
    const seen: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = pageOf(rows, { limit, cursor });
      seen.push(page.models.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    return seen;
  };
  it('follows the one before it, none twice and none left out', () => {
    expect(pages(4).map(({ length }) => length)).toEqual([4, 4, 4, 2]);
    expect(pages(4).flat()).toEqual([...all, ...all]);
    expect(pages(7)).toEqual([all, all]);
  });
  it('cannot follow a model that is not found any more', () =>
    expect(() => pageOf(rows, { limit: 3, cursor: 'c acme/gone' })).toThrow(/^cursor: /));
});
