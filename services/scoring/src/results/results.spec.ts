import { ResultsView } from '@taskbench/contracts';
import { call, evaluation, task } from './made-up.ts';
import { BY_F1, readRankBy } from './rank-by.ts';
import { resultsOf, type Gathered } from './results.ts';

const [careful, quick] = ['sim/careful', 'sim/quick'];
const cost = (label: string, cost_nano: number, unknown_entries = 0) => {
  const carried = { carried: 0, carried_nano: 0, carried_unknown: 0 };
  return {
    evaluation_id: evaluation().id,
    label,
    phase: 'execution',
    cost_nano,
    entries: 4,
    unknown_entries,
    ...carried,
  };
};
const gathered: Gathered = {
  evaluation: evaluation(),
  calls: [
    call(careful, 'a', 1, { latency_ms: 100, verdicts: [1, 0], instruction_following: 0 }),
    call(careful, 'a', 0.5, { latency_ms: 400, verdicts: ['not_applicable', 1], instruction_following: 1 }),
    call(careful, 'b', 1, { latency_ms: 200, verdicts: [null, 1], instruction_following: 1 }),
    call(careful, 'b', null, { status: 'failed', parse: null, latency_ms: null, verdicts: null }),
    call(quick, 'a', 0.5, { verdicts: [0, 0], instruction_following: 0 }),
    call(quick, 'a', 0.5, { verdicts: [0, 1], instruction_following: 0 }),
    call(quick, 'b', 0, {
      parse: 'failed',
      mark: 'length',
      hallucination_rate: null,
      verdicts: [0, 1],
      instruction_following: 0,
    }),
    call(quick, 'b', 0, { verdicts: ['not_applicable', 1], instruction_following: 1 }),
  ],
  costs: [cost(careful, 4_000_000), cost(quick, 1_000_000, 1)],
  checks: ['first', 'second'].map((name) => {
    return { name, description: '', validation_rule: { rule: 'any' }, severity: 'warning', state: 'candidate' };
  }),
  task,
  rankBy: BY_F1,
  position: 99,
};
const { view } = resultsOf(gathered);
const [first, second] = view.rows as [ResultsView['rows'][number], ResultsView['rows'][number]];

describe('Results', () => {
  it('keep to their contract', () => expect(ResultsView.parse(view)).toEqual(view));

  it('rank nobody where the simulated models did not know the task, and say what to do', () => {
    const calls = gathered.calls.map((one) => ({ ...one, mark: 'shaped' as const }));
    const { view: unknown, recommended } = resultsOf({ ...gathered, calls });
    expect(unknown.shaped).toBe(true);
    expect(unknown.answer.sentence).toMatch(/^Connect a provider to compare models\./);
    expect([unknown.answer.how_sure, unknown.advice, unknown.can_show, recommended]).toEqual(['', null, null, []]);
    // One answer that is none of these, or a real provider, and figures are figures.
    expect(resultsOf({ ...gathered, calls: [...calls.slice(1), gathered.calls[0]!] }).view.shaped).toBe(false);
    expect(resultsOf({ ...gathered, calls, evaluation: evaluation({ simulated: false }) }).view.shaped).toBe(false);
  });

  it('average over the repetitions of an input first, then over inputs', () => {
    // careful: a (1 + 0.5) / 2 = 0.75, b 1 → 0.875 (pooled it would be 2.5 / 3); quick: a 0.5, b 0 → 0.25
    expect(first).toMatchObject({ label: careful, f1: { mean: 0.875, low: null, high: null, n: 2 } });
    expect(second).toMatchObject({ label: quick, f1: { mean: 0.25, n: 2 } });
  });
  it('leave nulls out of a mean', () => {
    // quick: a (0.5 + 0.5) / 2, b only the second output claims anything: 1 → 0.75
    expect(second.hallucination_rate).toMatchObject({ mean: 0.75, n: 2 });
  });
  it('show how much repetitions differ', () => {
    // careful: only a was answered twice, variance of 1 and 0.5 = 0.125
    expect(first.consistency).toEqual({ mean: Math.sqrt(0.125), low: null, high: null, n: 1 });
    expect(second.consistency).toEqual({ mean: 0, low: null, high: null, n: 2 });
  });
  it('compare models input by input', () => {
    // a 0.75 − 0.5 = 0.25, b 1 − 0 = 1: mean 0.625; of the 4 ways to flip signs 2 reach it, p = 0.5
    expect(view.pairs).toEqual([
      {
        a: careful,
        b: quick,
        n: 2,
        missing: 0,
        difference: 0.625,
        low: null,
        high: null,
        p_adjusted: 0.5,
        told: false,
      },
    ]);
    expect([first.rank_low, first.rank_high, second.rank_low, second.rank_high]).toEqual([1, 2, 1, 2]);
  });
  it('count calls, failures and outputs that did not parse', () => {
    expect(first.calls).toEqual({
      planned: 4,
      answered: 3,
      failed: 1,
      unscored: 0,
      cancelled: 0,
      parse_failed: 0,
      cut_short: 0,
      refused: 0,
    });
    expect(second.calls).toEqual({
      planned: 4,
      answered: 4,
      failed: 0,
      unscored: 0,
      cancelled: 0,
      parse_failed: 1,
      cut_short: 1,
      refused: 0,
    });
  });
  it('give cost for 1,000 inputs exactly, and none where a part is unknown', () => {
    // 4,000,000 nano-dollars over 3 answers × 1,000 = 1,333,333,333.3
    expect(first).toMatchObject({ cost_usd: '0.004', cost_per_1000_usd: '1.333333333' });
    expect(second).toMatchObject({ cost_usd: null, cost_per_1000_usd: null });
    expect(view).toMatchObject({ cost_usd: '0.005', cost_state: 'partial' });
  });
  it('count what carried answers had cost in what a model costs, and not in what was spent', () => {
    const carrying = (carried_nano: number, carried_unknown: number) => {
      const costs = [{ ...cost(careful, 1_000_000), carried: 2, carried_nano, carried_unknown }, cost(quick, 0)];
      return resultsOf({ ...gathered, costs }).view;
    };
    // (1,000,000 + 3,000,000) over 3 answers, as if all had been asked here
    const known = carrying(3_000_000, 0);
    expect(known.rows[0]).toMatchObject({ cost_usd: '0.001', cost_per_1000_usd: '1.333333333' });
    expect(known).toMatchObject({ cost_usd: '0.001', cost_state: 'exact' });
    expect(known.answer.what_it_costs).toContain(
      'This evaluation cost $0.001. 2 answers were carried over from an earlier evaluation at no cost;',
    );
    const unknown = carrying(3_000_000, 1);
    expect(unknown.rows[0]).toMatchObject({ cost_usd: '0.001', cost_per_1000_usd: null });
    expect(unknown.cost_state).toBe('exact');
  });
  it('give latency by quantiles of type 7', () => {
    // 100, 200, 400: the middle one; 0.95 × 2 = 1.9 → 200 + 0.9 × 200
    expect(first.latency_ms!.p50).toBe(200);
    expect(first.latency_ms!.p95).toBeCloseTo(380, 9);
  });
  it('count violations by check and model', () => {
    expect(view.violations).toMatchObject([
      { check: 'first', failed: { [careful]: 0, [quick]: 3 }, no_verdict: 1 },
      { check: 'second', failed: { [careful]: 1, [quick]: 1 }, no_verdict: 0 },
    ]);
    expect([first.violations, second.violations]).toEqual([1, 4]);
    // careful: a (0 + 1) / 2, b 1 → 0.75; quick: a 0, b (0 + 1) / 2 → 0.25
    expect([first.instruction_following?.mean, second.instruction_following?.mean]).toEqual([0.75, 0.25]);
  });
  it('are the same in whatever order the rows come', () => {
    const many = Array.from({ length: 25 }, (_, n) => [
      call(careful, `i${n}`, ((n * 7) % 11) / 10.7),
      call(careful, `i${n}`, ((n * 3) % 7) / 6.1, { repetition: 1 }),
      call(quick, `i${n}`, ((n * 5) % 13) / 13.3),
    ])
      .flat()
      .map((row) => ({ ...row, accuracy: Math.min(1, row.f1!), f1: Math.min(1, row.f1!) }));
    const shuffled = many
      .map((row, n) => ({ row, key: (n * 37) % 75 }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
    const of = (calls: typeof many) => JSON.stringify(resultsOf({ ...gathered, calls, checks: [] }));
    expect(of(shuffled)).toBe(of(many));
  });
  it('are unfinished while the evaluation runs', () =>
    expect(resultsOf({ ...gathered, evaluation: evaluation({ status: 'running', scored: 3 }) }).view).toMatchObject({
      final: false,
      answer: { sentence: 'Unfinished: 3 of 8 calls are scored.' },
    }));
  it('rank nobody without gold', () => {
    const calls = [call(careful, 'a', null, { parse: 'no_gold' }), call(quick, 'a', null, { parse: 'no_gold' })];
    const { view: none, recommended } = resultsOf({ ...gathered, calls, checks: [] });
    expect(none.rows.map(({ label, rank_low, rank_high, f1 }) => [label, rank_low, rank_high, f1])).toEqual([
      [careful, 1, 2, null],
      [quick, 1, 2, null],
    ]);
    expect(none.answer.sentence).toBe('No input has gold, so models cannot be ranked.');
    expect(recommended).toEqual([]);
  });
  it('treat labels, right or wrong as a whole, as a proportion', () => {
    const calls = ['a', 'b', 'c', 'd', 'e'].map((input) => call(careful, input, 1));
    const { f1 } = resultsOf({ ...gathered, calls, checks: [], task: { ...task, format: 'label' } }).view.rows[0]!;
    // Wilson for 5 of 5: 5 / (5 + 1.96²)
    expect(f1).toMatchObject({ mean: 1, high: 1, low: expect.closeTo(5 / (5 + 1.959963984540054 ** 2), 9) as number });
  });

  const three = (scores: Record<string, readonly number[]>, groups: Record<string, string> = {}) => {
    const labels = Object.keys(scores);
    const calls = labels.flatMap((label) => scores[label]!.map((f1, n) => call(label, `i${n}`, f1)));
    const models = labels.map((label) => ({ label, model_id: label }));
    const run = evaluation({ models, repetitions: 1, inputs: scores[labels[0]!]!.length });
    return resultsOf({ ...gathered, evaluation: run, calls, costs: [], checks: [], task: { ...task, groups } }).view;
  };
  const wave = (level: number, sway = 0.05) => Array.from({ length: 24 }, (_, n) => level + (n % 2 ? sway : -sway));

  it('put neighbours together that cannot be told apart', () => {
    // b lies between: a beats c, nobody else is told apart
    const { ranking, pairs } = three({ a: wave(0.6, 0.01), b: wave(0.55, 0.4), c: wave(0.5, -0.01), d: wave(0.1) });
    expect(pairs.filter(({ told }) => told).map(({ a, b }) => a + b)).toEqual(['ac', 'ad', 'bd', 'cd']);
    expect(ranking.tied).toEqual([['a', 'b'], ['b', 'c']]); // prettier-ignore
  });
  it('name who may be best, and what could not be told apart', () => {
    const { recommendation } = three({ a: wave(0.6), b: wave(0.59, -0.05), c: wave(0.1) });
    // differences −0.09 and 0.11 in turn: s² = 0.01·24/23; three pairs: (z_0.9917 + 0.842)²·s²/0.01² = 1,092.5
    expect(recommendation).toEqual({
      may_be_best: ['a', 'b'],
      cheapest: null,
      not_separated: [{ a: 'a', b: 'b', inputs: 24, more_inputs: expect.closeTo(1_092 - 24, -1) as number }],
    });
  });
  it('count inputs of one source as one', () => {
    const sources = Object.fromEntries(Array.from({ length: 24 }, (_, n) => [`i${n}`, `document ${n % 4}`]));
    const apart = three({ a: wave(0.6), b: wave(0.5) });
    const together = three({ a: wave(0.6), b: wave(0.5) }, sources);
    expect([apart.groups, together.groups]).toEqual([0, 4]);
    expect([apart.pairs[0]!.told, together.pairs[0]!.told]).toEqual([true, false]);
    expect(together.answer.sentence).toBe(
      "Can't tell yet: 24 inputs from 4 sources are too few to tell 2 models apart. Add at least 2 sources.",
    );
    expect(together.rows[0]!.groups.map(({ group, f1 }) => [group, f1!.n])).toEqual(
      [0, 1, 2, 3].map((n) => [`document ${n}`, 6]),
    );
  });
  it('say which metric they rank by', () => {
    const calls = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((input) => [
      call(careful, input, 0.2, { accuracy: 0.9 }),
      call(quick, input, 0.8, { accuracy: 0.4 }),
    ]);
    const of = (rankBy: Gathered['rankBy']) => resultsOf({ ...gathered, calls, checks: [], rankBy }).view;
    expect(of(BY_F1).answer.sentence).toMatch(/^Use quick\. It beats careful by 0\.60\./);
    const byAccuracy = of(readRankBy('accuracy') as Gathered['rankBy']);
    expect(byAccuracy.answer.sentence).toBe('Use careful. It beats quick by 0.50 accuracy.');
    expect(byAccuracy.rows[0]).toMatchObject({
      label: careful,
      rank_low: 1,
      rank_high: 1,
      ranked: { mean: expect.closeTo(0.9, 12) as number },
    });
  });
});
