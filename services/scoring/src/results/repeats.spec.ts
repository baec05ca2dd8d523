import { call } from './made-up.ts';
import { microOf } from './micro.ts';
import { repeatsOf } from './repeats.ts';

const said = (input: string, f1: (number | null)[], output: string, answer = output) =>
  f1.map((score, repetition) =>
    call('m', input, score, {
      repetition,
      output: output[repetition]!,
      answer: answer[repetition]!,
      status: score === null ? 'failed' : 'answered',
    }),
  );

describe('Repeats', () => {
  // a: three times the same; b: other bytes, one meaning twice; c: lacks a repetition
  const calls = [
    ...said('a', [1, 1, 1], 'xxx'),
    ...said('b', [0.4, 1, 0.4], 'xyz', 'xyx'),
    ...said('c', [1, 0, null], 'xy-'),
  ];
  const repeats = repeatsOf(calls, ['a', 'b', 'c'], 3)!;

  it('are measured on inputs that have every repetition', () =>
    expect(repeats).toMatchObject({ repetitions: 3, inputs: 2, same_output: 0.5, same_answer: 0.5 }));
  it('tell outputs from what they say', () => {
    const same = [...said('a', [1, 1], 'xy', 'zz'), ...said('b', [1, 1], 'xx', 'zz')];
    expect(repeatsOf(same, ['a', 'b'], 2)).toMatchObject({
      same_output: 0.5,
      same_answer: 1,
      entropy: 0,
      modal_share: 1,
    });
  });
  it('count a success where an output is right as a whole', () => {
    // k = 1: (3/3 + 1/3 + 1/2) / 3; k = 2: (1 + 0 + 0) / 3; k = 3: a and b alone
    const [first, second, third] = repeats.pass_all as [number, number, number];
    expect(first).toBeCloseTo(11 / 18, 12);
    expect([second, third]).toEqual([1 / 3, 0.5]);
    // k = 2: 1, 1 − C(2,2)/C(3,2), 1
    expect(repeats.pass_any[1]).toBeCloseTo((1 + 2 / 3 + 1) / 3, 12);
  });
  it('tell how far the headline moves from run to run', () => {
    // run means of a and b: 0.7, 1, 0.7
    expect(repeats.run_mean_std).toBeCloseTo(Math.sqrt(0.06 / 2), 12);
    // variances 0, 0.12, 0.5
    expect(repeats.within).toBeCloseTo(0.62 / 3, 12);
  });
  it('are none of inputs asked once, and of rows from before answers were named', () => {
    expect(repeatsOf(calls, ['a'], 1)).toBeNull();
    const unnamed = [call('m', 'a', 1), call('m', 'a', 1, { repetition: 1 })];
    expect(repeatsOf(unnamed, ['a'], 2)).toMatchObject({ inputs: 1, same_output: null, same_answer: null });
  });
});

describe('Micro averages', () => {
  it('pool counts over inputs, each averaged over its repetitions', () => {
    const counted = (input: string, tp: number, fp: number, fn: number) => call('m', input, 0.5, { tp, fp, fn });
    // a: (3, 1, 1) and (1, 1, 3) → (2, 1, 2); b: (8, 0, 0): tp 10, fp 1, fn 2
    const pooled = microOf([counted('a', 3, 1, 1), counted('a', 1, 1, 3), counted('b', 8, 0, 0)], ['a', 'b'])!;
    expect(pooled).toEqual({
      accuracy: 10 / 11,
      hallucination_rate: 1 / 11,
      completeness: 10 / 12,
      f1: 20 / 23,
      inputs: 2,
    });
  });
  it('are none without gold, and 0 where nothing could be parsed', () => {
    expect(microOf([call('m', 'a', null)], ['a'])).toBeNull();
    const unread = call('m', 'a', 0, { tp: 0, fp: 0, fn: 0, parse: 'failed' });
    expect(microOf([unread], ['a'])).toMatchObject({
      accuracy: 0,
      f1: 0,
      hallucination_rate: null,
      completeness: null,
    });
  });
});
