import type { OutputSpec } from '@taskbench/contracts';
import { fieldScores as scored } from './field-scores.ts';
import { goldOf } from './read-gold.ts';

const spec = {
  threshold: 0.85,
  fields: { owner: 'exact', action: 'fuzzy', due: { match: 'date', weight: 1 } },
} as const;
const fieldScores = (items: readonly unknown[], gold: unknown, of: Pick<OutputSpec, 'fields' | 'threshold'>) =>
  scored({ pairs }, items, goldOf(gold, { format: 'json', ...of }));
const pairs = [0, 1].map((place) => ({ item: place, gold: place, similarity: 1 }));

describe('The scores of fields', () => {
  it('count where a field is right and where it stands, in matched items alone', () => {
    const gold = [{ owner: 'Ann', action: 'call the bank', due: '2026-01-02' }, { owner: 'Bob', action: 'write' }, { owner: 'x' }]; // prettier-ignore
    const items = [{ owner: 'Ann', action: 'call the banks', due: '2026-01-03' }, { action: 'wrote' }, { owner: 'x' }];
    // Bob is missing: wrong; write and wrote are 0.8 alike; the second due date is missing on both sides
    expect(fieldScores(items, gold, spec)).toEqual([[1, 2], [1, 2], [0, 1]]); // prettier-ignore
  });
  it('take a span of two fields as one', () => {
    const span = {
      threshold: 0.5,
      fields: { when: { match: 'interval', start: 'from', end: 'to', weight: 1 } },
    } as const;
    const gold = [{ from: '2026-01-01', to: '2026-01-10' }, { who: 'Ann' }];
    const items = [{ from: '2026-01-01', to: '2026-01-09' }, { who: 'Ann' }];
    expect(fieldScores(items, gold, span)).toEqual([[1, 1]]);
  });
  it('are none for items without fields, or where none are declared', () => {
    expect(fieldScores(['a', 'b'], ['a', 'b'], spec)).toEqual([[0, 0], [0, 0], [0, 0]]); // prettier-ignore
    expect(fieldScores([{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 1 }], { threshold: 0.85 })).toEqual([]); // prettier-ignore
  });
});
