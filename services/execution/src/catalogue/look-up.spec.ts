import { readModels } from '@taskbench/models';
import { newestSonnet } from './catalogue.ts';
import { lookUp, nearest } from './look-up.ts';

const pricing = { prompt: '0.000001', completion: '0.000002' };
const { models } = readModels([
  { id: 'acme/long-2', canonical_slug: 'acme/long-2-20260801', pricing },
  { id: 'acme/long-2:free', canonical_slug: 'acme/long-2-20260801', pricing: { prompt: '0', completion: '0' } },
  { id: '~acme/long-latest', canonical_slug: '~acme/long-latest', alias_target: { slug: 'acme/long-2' }, pricing },
  { id: '~acme/gone-latest', alias_target: { slug: 'acme/gone' }, pricing },
  { id: 'acme/longer-2-instruct', pricing },
  { id: 'other/quick', pricing },
]);
const found = (name: string, routed = true) => lookUp(models, name, routed)?.id;

describe('A name', () => {
  it('is an id before it is an alias', () => expect(found('acme/long-2:free')).toBe('acme/long-2:free'));
  it('may be the lasting name of a model, of the plain one where variants share it', () =>
    expect(found('acme/long-2-20260801')).toBe('acme/long-2'));
  it('that moves gives the model that it stands for now, or itself where that is not listed', () => {
    expect(found('~acme/long-latest')).toBe('acme/long-2');
    expect(found('~acme/gone-latest')).toBe('~acme/gone-latest');
  });
  it('may say a route, whose price is known only where it seeks the lowest', () => {
    expect(lookUp(models, 'acme/long-2:floor', true)).toMatchObject({ id: 'acme/long-2:floor', prices: pricing });
    expect(lookUp(models, 'acme/long-2:nitro', true)).toMatchObject({ id: 'acme/long-2:nitro', prices: null });
    expect(found('~acme/long-latest:exacto')).toBe('acme/long-2:exacto');
  });
  it('says no route to other providers, and no variant that is not listed', () => {
    expect(found('acme/long-2:nitro', false)).toBeUndefined();
    expect(found('other/quick:free')).toBeUndefined();
    expect(found('acme/nothing:nitro')).toBeUndefined();
    expect(found('acme/long-2:constructor')).toBeUndefined();
  });
});

describe('What may have been meant', () => {
  it.each([
    ['acme/lnog-2', 'acme/long-2'],
    ['ACME/Long-2', 'acme/long-2'],
    ['long-2', 'acme/long-2'],
    ['acme/long-latest', '~acme/long-latest'],
    ['acme/long-2-20260802', 'acme/long-2'], // near an alias
    ['quick', 'other/quick'],
    ['instruct', 'acme/longer-2-instruct'],
  ])('by %s is %s', (asked, meant) => expect(nearest(models, asked)[0]).toBe(meant));
  it('is at most three, and none for what is like none', () => {
    expect(nearest(models, 'acme/lon').length).toBeLessThanOrEqual(3);
    expect(nearest(models, 'zzz-9000')).toEqual([]);
    expect(nearest(models, 'x')).toEqual([]);
  });
});

describe('The generator where none is set', () => {
  const sonnets = readModels([
    { id: 'anthropic/claude-3.5-sonnet', created: 10 },
    { id: 'anthropic/claude-sonnet-4.10', created: 30 },
    { id: 'anthropic/claude-sonnet-4.9', created: 20 },
    { id: 'anthropic/claude-sonnet-4.10:beta', created: 40 },
    { id: '~anthropic/claude-sonnet-latest', created: 50, alias_target: { slug: 'anthropic/claude-sonnet-4.10' } },
    { id: 'anthropic/claude-opus-5', created: 60 },
  ]).models;
  it('is the newest Claude Sonnet, no variant and no moving name', () =>
    expect(newestSonnet(sonnets)?.id).toBe('anthropic/claude-sonnet-4.10'));
  it('is none where there is none', () => expect(newestSonnet(models)).toBeNull());
});
