import type { ResultsRow, ResultsView } from '@taskbench/contracts';
import { details } from './details.ts';
import { plain } from './screen.ts';
import { widthOf } from './text.ts';

const estimate = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.05, n: 14 });
const repeated = {
  repetitions: 3,
  inputs: 12,
  run_mean_std: 0.02,
  same_output: 0.25,
  same_answer: 0.5,
  pass_all: [0.8, 0.7, 0.6],
  pass_any: [0.8, 0.9, 1],
  entropy: 0.31,
  modal_share: 0.77,
  between: 0.05,
  within: 0.01,
};
const row = (label: string, more: Partial<ResultsRow> = {}) =>
  ({ label, micro: null, repeats: null, fields: [], groups: [], ...more }) as ResultsRow;
const shown = (rows: ResultsRow[], more: Partial<ResultsView> = {}, width = 100) =>
  details({ rows, repetitions: 3, metrics: [], can_show: null, ...more } as ResultsView, {
    width,
    style: plain,
    live: false,
  });

describe('What stands behind the ranking', () => {
  it('says of each metric why it applies or does not', () => {
    const text = shown([row('a')], {
      metrics: [
        { metric: 'f1', applies: true, reason: 'All 14 inputs have gold.' },
        { metric: 'hallucination_rate', applies: false, reason: 'No input has gold, and no judge is set.' },
      ],
    });
    expect(text).toContain('\nF1: All 14 inputs have gold.\n');
    expect(text).toContain('\nHallucination rate: does not apply. No input has gold, and no judge is set.');
  });

  it('shows repeats, and n/a for a model without them', () => {
    const text = shown([row('a', { repeats: repeated }), row('b')]);
    expect(text).toMatch(
      /^Model +Inputs +Run std +TARr@3 +TARa@3 +pass\^1 +pass\^3 +pass@3 +Entropy +Modal share\na +12 +0\.02 +0\.25 +0\.50 +0\.80 +0\.60 +1\.00 +0\.31 +0\.77\nb +n\/a/m,
    );
    expect(shown([row('a')])).not.toContain('Repeats');
  });

  it('shows fields and groups with their intervals, and micro averages', () => {
    const text = shown([
      row('a', {
        fields: [{ field: 'owner', accuracy: estimate(0.9) }],
        groups: [{ group: 'short', f1: { ...estimate(0.7), low: null, high: null } }],
        micro: { f1: 0.81, accuracy: 0.82, completeness: 0.83, hallucination_rate: null, inputs: 14 },
      }),
      row('b', { fields: [{ field: 'owner', accuracy: null }] }),
    ]);
    expect(text).toMatch(/^Model +owner\na +0\.90 \(0\.80–0\.95\)\nb +n\/a$/m);
    expect(text).toMatch(/^Model +short\na +0\.70\nb +n\/a$/m);
    expect(text).toMatch(/^a +0\.81 +0\.82 +0\.83 +n\/a$/m);
  });

  it.each([40, 80])('is never wider than %i columns', (width) => {
    const rows = [row('anthropic/claude-sonnet-5-20260101-thinking', { repeats: repeated })];
    const text = shown(rows, { metrics: [{ metric: 'f1', applies: true, reason: 'All 14 inputs have gold.' }] }, width);
    expect(Math.max(...text.split('\n').map((line) => widthOf(line)))).toBeLessThanOrEqual(width);
  });

  it('lets no name of a field write on the terminal', () =>
    expect(shown([row('a', { fields: [{ field: 'x\u001b[2J', accuracy: estimate(0.5) }] })])).not.toContain('\u001b'));
});
