import fc from 'fast-check';
import { answerEntropy, modalShare, totalAgreement } from './repeats.ts';

const answers = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 8 });

describe('Total agreement', () => {
  it('is the share of inputs answered the same N times, inputs answered once left out', () =>
    expect(totalAgreement([['a', 'a', 'a'], ['a', 'b', 'a'], ['x'], []])).toBe(1 / 2)); // arXiv:2408.04667, section 3

  it('is null if nothing was asked twice', () => expect(totalAgreement([['a'], []])).toBeNull());

  it('lies in 0–1 and does not depend on order or wording', () =>
    fc.assert(
      fc.property(fc.array(answers, { minLength: 1 }), (lists) => {
        const share = totalAgreement(lists)!;
        expect(share >= 0 && share <= 1).toBe(true);
        expect(totalAgreement(lists.map((list) => list.map((one) => `${one}!`).reverse()).reverse())).toBeCloseTo(
          share,
          12,
        );
      }),
    ));
});

describe('The entropy of answers', () => {
  it.each([
    [['a', 'a', 'a', 'a'], 0],
    [['a', 'a', 'b', 'b'], 1 / 2], // one bit of log₂ 4 = 2
    [['a', 'b', 'c', 'd'], 1],
    [['a', 'a', 'b'], (Math.log2(3) - 2 / 3) / Math.log2(3)], // H(⅔, ⅓) = log₂ 3 − ⅔
  ])('of %j is %d, by hand', (given, expected) => expect(answerEntropy(given)).toBeCloseTo(expected, 12));

  it('is null of one answer', () => expect(answerEntropy(['a'])).toBeNull());

  it('lies in 0–1 in any order, 0 exactly when all agree', () =>
    fc.assert(
      fc.property(answers, (list) => {
        const entropy = answerEntropy(list)!;
        expect(entropy >= 0 && entropy <= 1).toBe(true);
        expect(answerEntropy([...list].reverse())).toBe(entropy);
        expect(entropy === 0).toBe(modalShare(list) === 1);
      }),
    ));
});

describe('The modal share', () => {
  it('is that of the most frequent answer', () => {
    expect(modalShare(['a', 'b', 'a', 'c'])).toBe(1 / 2);
    expect(modalShare([])).toBeNull();
  });
});
