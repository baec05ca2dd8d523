import type { EvaluationRow } from '../projections/evaluations.ts';
import { call, evaluation, task } from './made-up.ts';
import { BY_F1 } from './rank-by.ts';
import { resultsOf } from './results.ts';

type Scores = Readonly<Record<string, readonly (number | null)[]>>;

/** An evaluation once each input, models with their F1 by input and their cost for 1,000 in nano-dollars. */
function answer(
  scores: Scores,
  nanoPer1000: Readonly<Record<string, number>> = {},
  given: Partial<EvaluationRow> = {},
  atLeast?: number,
) {
  const labels = Object.keys(scores);
  const calls = labels.flatMap((label) => scores[label]!.map((f1, n) => call(label, `i${n}`, f1)));
  const costs = Object.entries(nanoPer1000).map(([label, nano]) => {
    const entries = scores[label]!.length;
    return {
      evaluation_id: evaluation().id,
      label,
      phase: 'execution',
      cost_nano: (nano * entries) / 1000,
      entries,
      unknown_entries: 0,
      carried: 0,
      carried_nano: 0,
      carried_unknown: 0,
    };
  });
  const models = labels.map((label) => ({ label, model_id: label }));
  const inputs = Math.max(...labels.map((label) => scores[label]!.length));
  const run = evaluation({
    models,
    inputs,
    repetitions: 1,
    planned: calls.length,
    scored: calls.length,
    failed: 0,
    ...given,
  });
  const { view, recommended } = resultsOf({
    evaluation: run,
    calls,
    costs,
    checks: [],
    task,
    rankBy: BY_F1,
    atLeast,
    position: 1,
  });
  return { ...view.answer, recommended };
}
const times = (n: number, f1: (at: number) => number) => Array.from({ length: n }, (_, at) => f1(at));
const CENT = 10_000_000;

describe('The answer', () => {
  it('names one clear winner and its lead', () => {
    // differences 0.1 and 0.3 in turn: mean 0.2, s = 0.1·√(20/19), t₁₉ = 2.093 → ± 0.048
    const said = answer({ 'sim/careful': times(20, () => 0.9), 'sim/quick': times(20, (n) => (n % 2 ? 0.8 : 0.6)) });
    expect(said.sentence).toBe('Use careful. It beats quick by 0.20 (95 % 0.15–0.25).');
    expect(said.recommended).toEqual(['sim/careful']);
    expect(said.how_sure).toContain('Measured on the same 20 inputs, once each.');
  });
  it('takes the cheaper of those that share first place', () => {
    const scores = {
      'sim/careful': times(24, (n) => (n % 2 ? 0.9 : 0.7)),
      'sim/balanced': times(24, (n) => (n % 2 ? 0.7 : 0.88)),
    };
    const said = answer(scores, { 'sim/careful': 70 * CENT, 'sim/balanced': 10 * CENT });
    expect(said.sentence).toBe('Use balanced. It shares first place with careful, at a seventh of the cost.');
    expect(said.recommended).toEqual(['sim/balanced', 'sim/careful']);
    // 24 × $0.0007 + 24 × $0.0001 = $0.0192
    expect(said.what_it_costs).toBe(
      'balanced costs $0.10 per 1,000 inputs, careful $0.70. This evaluation cost $0.02.',
    );
  });
  it('says how many inputs more would tell', () => {
    // differences 0.5 and −0.3 in turn: mean 0.1, s² = 0.16·10/9; (1.960 + 0.842)²·0.1778 / 0.01 = 139.5 → 140 − 10
    const said = answer({ a: times(10, (n) => (n % 2 ? 0.5 : 0.7)), b: times(10, (n) => (n % 2 ? 0.8 : 0.2)) });
    expect(said.sentence).toBe("Can't tell yet: about 130 more inputs would.");
    expect(said.how_sure).toContain('These are few inputs.');
  });
  it('says when no number of inputs would', () => {
    const said = answer({ a: times(10, (n) => (n % 2 ? 0.5 : 0.7)), b: times(10, (n) => (n % 2 ? 0.7 : 0.5)) });
    expect(said.sentence).toBe("Can't tell yet: no number of inputs under 2,000 would; choose by cost.");
  });
  it('says when the inputs are too few for any lead', () => {
    // three models, three comparisons: 3 · 2^(1−n) ≤ 0.05 from n = 7 on
    const said = answer({ a: [1, 1], b: [0, 0], c: [0, 0.5] });
    expect(said.sentence).toBe("Can't tell yet: 2 inputs are too few to tell 3 models apart. Add at least 5.");
  });
  it('says where the budget stopped it', () => {
    const scores = { 'sim/careful': times(10, () => 0.9), 'sim/quick': times(8, (n) => (n % 2 ? 0.8 : 0.6)) };
    const said = answer(scores, {}, { status: 'budget_exhausted', budget_nano: 200 * CENT, inputs: 12, unscored: 6 });
    expect(said.sentence).toMatch(
      /^Stopped at \$2\.00\. 8 of 12 inputs are scored for all models; the ranking uses those\. Use careful\. It beats quick by /,
    );
  });
  it('says when nothing was scored', () =>
    expect(answer({ a: [] }, {}, { status: 'failed', scored: 0, inputs: 2, planned: 2 }).sentence).toBe(
      'No model answered, so nothing is scored.',
    ));
  it('describes a model that is alone', () =>
    expect(answer({ 'sim/careful': [0.5, 0.7] }).sentence).toBe(
      'careful is at 0.60 F1. No other model has an F1 to compare it with.',
    ));
  it('claims no win over a model that only others beat', () => {
    // b is second by its mean and c beats it, a beats c; a and b share three inputs, on which they are even
    const scores = {
      a: [...times(3, () => 0.9), ...Array<null>(20).fill(null), ...times(10, () => 0.9)],
      b: [...times(3, () => 0.9), ...times(20, () => 0.6), ...Array<null>(10).fill(null)],
      c: [...Array<null>(3).fill(null), ...times(20, () => 0.63), ...times(10, () => 0.3)],
    };
    expect(answer(scores).sentence).toBe('Use a.');
  });
  it('says when nothing is good enough', () => {
    const scores = { 'sim/careful': times(20, (n) => (n % 2 ? 0.76 : 0.66)), 'sim/quick': times(20, () => 0.5) };
    const nothing = answer(scores, {}, {}, 0.8);
    expect(nothing.sentence).toMatch(
      /^No model reaches 0\.80 F1\. The best, careful, is at 0\.71 \(95 % 0\.6\d–0\.7\d\)\.$/,
    );
    expect(nothing.recommended).toEqual([]);
    expect(answer(scores, {}, {}, 0.71).sentence).toMatch(/^Use careful\./);
  });
  it('keeps the vendor where two models would be called the same', () =>
    expect(answer({ 'x/m': times(8, () => 1), 'y/m': times(8, () => 0) }).sentence).toBe(
      'Use x/m. It beats y/m by 1.00.',
    ));
});
