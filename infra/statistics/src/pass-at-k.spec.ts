import fc from 'fast-check';
import { passAll, passAny } from './pass-at-k.ts';

/** Every way to choose k of N tries, counted: all of them successes, any of them one. */
function bruteForce(successes: number, repetitions: number, k: number): { all: number; any: number } {
  let [chosen, all, any] = [0, 0, 0];
  for (let mask = 0; mask < 2 ** repetitions; mask++) {
    const picked = Array.from({ length: repetitions }, (_, i) => i).filter((i) => (mask >> i) & 1);
    if (picked.length !== k) continue;
    chosen++;
    if (picked.every((i) => i < successes)) all++;
    if (picked.some((i) => i < successes)) any++;
  }
  return { all: all / chosen, any: any / chosen };
}

describe('Passing k times', () => {
  it('is C(c,k)/C(N,k), averaged over inputs', () => {
    // C(3,2)/C(5,2) = 3/10, C(5,2)/C(5,2) = 1
    const inputs = [
      { successes: 3, repetitions: 5 },
      { successes: 5, repetitions: 5 },
    ];
    expect(passAll(inputs, 2)).toBeCloseTo(0.65, 12);
    // 1 − C(2,2)/C(5,2) = 0.9
    expect(passAny(inputs, 2)).toBeCloseTo(0.95, 12);
  });

  it('is null for k above N, and leaves out inputs with too few repetitions', () => {
    expect(passAll([{ successes: 2, repetitions: 2 }], 3)).toBeNull();
    expect(passAny([], 1)).toBeNull();
    const uneven = [
      { successes: 0, repetitions: 1 },
      { successes: 3, repetitions: 3 },
    ];
    expect(passAll(uneven, 2)).toBe(1);
  });

  it('is what counting every choice gives; all falls and any rises with k', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(8), (repetitions, some) => {
        const successes = Math.min(some, repetitions);
        const tries = [{ successes, repetitions }];
        for (let k = 1; k <= repetitions; k++) {
          const { all, any } = bruteForce(successes, repetitions, k);
          expect(passAll(tries, k)).toBeCloseTo(all, 12);
          expect(passAny(tries, k)).toBeCloseTo(any, 12);
          if (k > 1) {
            expect(passAll(tries, k)! <= passAll(tries, k - 1)! + 1e-12).toBe(true);
            expect(passAny(tries, k)! >= passAny(tries, k - 1)! - 1e-12).toBe(true);
          }
        }
        expect(passAll(tries, 1)).toBeCloseTo(passAny(tries, 1)!, 12);
      }),
      { numRuns: 30 },
    ));
});
