import fc from 'fast-check';
import { bradleyTerry } from './bradley-terry.ts';

// Agresti, Categorical Data Analysis, table 10.10: the American League's East in 1987, wins of the row over the column
const baseball = [
  [0, 7, 9, 7, 7, 9, 11],
  [6, 0, 7, 5, 11, 9, 9],
  [4, 6, 0, 7, 7, 8, 12],
  [6, 8, 6, 0, 6, 7, 10],
  [6, 2, 6, 7, 0, 7, 12],
  [4, 4, 5, 6, 6, 0, 6],
  [2, 4, 1, 3, 1, 7, 0],
];

describe('Bradley–Terry strengths', () => {
  it('of a baseball season are as published', () => {
    const { logStrengths, pseudoWins } = bradleyTerry(baseball);
    [1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0].forEach((expected, team) =>
      expect(logStrengths[team]! - logStrengths[6]!).toBeCloseTo(expected, 2),
    );
    expect(pseudoWins).toBe(false);
  });

  it('of two are the log of the odds, on the scale of chess: 3 to 1 is 191 points', () => {
    const { logStrengths, ratings } = bradleyTerry([[0, 3], [1, 0]]); // prettier-ignore
    expect(logStrengths[0]! - logStrengths[1]!).toBeCloseTo(Math.log(3), 9);
    expect(ratings[0]! - ratings[1]!).toBeCloseTo(400 * Math.log10(3), 7);
    expect((ratings[0]! + ratings[1]!) / 2).toBeCloseTo(1000, 9);
  });

  it.each([
    ['undefeated', [[0, 2, 1], [0, 0, 1], [0, 1, 0]]],
    ['winless', [[0, 1, 1], [1, 0, 1], [0, 0, 0]]],
    ['unconnected', [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]],
  ])('stay finite where someone is %s, and say so', (_, wins) => {
    const { logStrengths, pseudoWins } = bradleyTerry(wins);
    expect(pseudoWins).toBe(true);
    expect(logStrengths.every(Number.isFinite)).toBe(true);
    expect(logStrengths.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
  }); // prettier-ignore

  it('of one undefeated are those of half a win more each way: 2.5 to 0.5', () =>
    expect(bradleyTerry([[0, 2], [0, 0]]).logStrengths[0]).toBeCloseTo(Math.log(5) / 2, 9)); // prettier-ignore

  it('solve the likelihood equations: expected wins are the wins; names do not matter', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 12, maxLength: 12 }), (counts) => {
        const wins = [0, 1, 2, 3].map((a) =>
          [0, 1, 2, 3].map((b) => (a === b ? 0 : counts[a * 3 + (b > a ? b - 1 : b)]!)),
        );
        const { logStrengths } = bradleyTerry(wins);
        wins.forEach((row, a) => {
          const expected = row.reduce((sum, won, b) => {
            return sum + (a === b ? 0 : (won + wins[b]![a]!) / (1 + Math.exp(logStrengths[b]! - logStrengths[a]!)));
          }, 0);
          expect(expected).toBeCloseTo(row.reduce((x, y) => x + y, 0), 6); // prettier-ignore
        });
        const turned = bradleyTerry([...wins].reverse().map((row) => [...row].reverse())).logStrengths.reverse();
        turned.forEach((value, i) => expect(value).toBeCloseTo(logStrengths[i]!, 9));
      }),
      { numRuns: 25 },
    ));
});
