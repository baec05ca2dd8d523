import type { OutputSpec } from '@taskbench/contracts';
import { matchItems as match, type Match } from './match.ts';
import { goldOf } from './read-gold.ts';

const spec = { format: 'json', threshold: 0.85 } as const;
const matchItems = (items: readonly unknown[], gold: unknown, of: OutputSpec): Match => match(items, goldOf(gold, of));

describe('Matching items to gold', () => {
  it('counts an item said twice with one gold copy as one right and one invented', () => {
    const matched = matchItems(['call Ann', 'call Ann'], ['call Ann'], spec);
    expect(matched).toMatchObject({ tp: 1, fp: 1, fn: 0, invented: [1] });
    expect(matched.pairs).toEqual([{ item: 0, gold: 0, similarity: 1 }]);
  });
  it('keeps pairs below the threshold apart', () =>
    expect(matchItems(['abcd'], ['abce'], spec)).toMatchObject({ tp: 0, fp: 1, fn: 1, missed: [0], invented: [0] }));
  it('is not greedy: it makes total similarity the largest', () => {
    const near = { format: 'json', threshold: 0.5 } as const;
    // abcd–abcd 1 and abxx–abce 0.5 make 1.5; taking abxx–abcd (0.5) first would leave abcd–abce (0.75)
    expect(matchItems(['abxx', 'abcd'], ['abcd', 'abce'], near).pairs).toEqual([
      { item: 0, gold: 1, similarity: 0.5 },
      { item: 1, gold: 0, similarity: 1 },
    ]);
  });
  it('counts the same whatever the order of items and gold', () => {
    const [items, gold] = [
      ['alpha one', 'beta two', 'gamma three'],
      ['gamma threE', 'alpha onee', 'delta four'],
    ];
    const { tp, fp, fn } = matchItems(items, gold, spec);
    expect({ tp, fp, fn }).toEqual({ tp: 2, fp: 1, fn: 1 });
    expect(matchItems([...items].reverse(), [...gold].reverse(), spec)).toMatchObject({ tp, fp, fn });
  });
  it('reads a right answer once, and again for outputs of another form', () => {
    const gold = ['call Ann'];
    const read = goldOf(gold, spec);
    expect(goldOf(gold, spec)).toBe(read);
    expect(goldOf(gold, { ...spec, threshold: 1 }).spec.threshold).toBe(1);
    expect(goldOf(['call Ann'], spec)).not.toBe(read);
  });
  it('stays quick on an output that repeats itself without end', () => {
    const items = Array.from({ length: 20_000 }, () => 'call Ann');
    expect(matchItems(items, ['call Ann', 'call Bob'], spec)).toMatchObject({ tp: 1, fp: 19_999, fn: 1 });
  });
});
