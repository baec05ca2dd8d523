import type { ResultsRow, ResultsView } from '@taskbench/contracts';
import { csv } from './csv.ts';
import { ranking } from './ranking.ts';
import { plain } from './screen.ts';
import { widthOf } from './text.ts';

const estimate = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.05, n: 14 });
const row = (label: string, f1: number, more: Partial<ResultsRow> = {}): ResultsRow => ({
  label,
  model_id: label,
  place: 0,
  rank_low: 1,
  rank_high: 2,
  accuracy: estimate(f1),
  hallucination_rate: estimate(0.2),
  completeness: estimate(0.6),
  f1: estimate(f1),
  instruction_following: null,
  consistency: { mean: 0.12, low: null, high: null, n: 14 },
  cost_usd: '0.0835',
  cost_per_1000_usd: '1.99',
  latency_ms: { p50: 172, p95: 217 },
  calls: { planned: 42, answered: 42, failed: 0, unscored: 0, cancelled: 0, parse_failed: 0, cut_short: 0, refused: 0 },
  violations: 0,
  ranked: estimate(f1),
  micro: null,
  repeats: null,
  fields: [],
  groups: [],
  ...more,
});
const view = (rows: ResultsRow[], more: Partial<ResultsView> = {}) =>
  ({
    task_name: 'meetings',
    simulated: false,
    answer: { sentence: 'Use careful.', how_sure: 'Measured on 14 inputs.', what_it_costs: 'It cost $0.10.' },
    rows,
    costs: [{ label: 'sim/careful', phase: 'check_generation', cost_usd: '0.0835', entries: 42, unknown_entries: 0 }],
    cost_usd: '0.0835',
    cost_state: 'exact',
    advice: null,
    ranking: { name: 'F1', weights: [], tied: [] },
    ...more,
  }) as ResultsView;
const shown = (of: ResultsView, width = 80) => ranking(of, { width, style: plain, live: false });

describe('The ranking in the terminal', () => {
  it('says the answer first, then ranks as ranges, with intervals on one scale', () => {
    const text = shown(view([row('sim/careful', 0.9), row('sim/quick', 0.8, { rank_low: 2 })]));
    expect(text).toMatch(/^meetings: Use careful\.\nMeasured on 14 inputs\.\nIt cost \$0\.10\.\n\nRank/);
    expect(text).toContain(' 1–2  sim/careful  0.90  0.80–0.95      ├────●──┤      $1.99');
    expect(text).toContain('   2  sim/quick    0.80  0.70–0.85 ├────●──┤           $1.99');
    expect(text).toMatch(/sim\/careful {2}check generation {2}\$0\.0835 {5}42/);
  });

  it('says of what was not measured that it was not, never 0', () => {
    const text = shown(view([row('a', 0.9, { f1: null, cost_per_1000_usd: null, latency_ms: null })]));
    expect(text).toMatch(/ 1–2 {2}a +n\/a +unknown$/m);
  });

  it('says that it is simulated, and of a partial cost that it is partial', () => {
    const text = shown(view([], { simulated: true, cost_state: 'partial' }));
    expect(text).toMatch(/^Simulated: no real model was called/);
    expect(text).toContain('Cost of this evaluation: $0.0835 (partial)');
  });

  it.each([40, 60, 80, 200])('is never wider than %i columns, wide names included', (width) => {
    const names = ['anthropic/claude-sonnet-5-20260101-thinking', '模型/非常長的名字非常長的名字非常長的名字', 'a'];
    const text = shown(view(names.map((name) => row(name, 0.9))), width);
    expect(Math.max(...text.split('\n').map((line) => widthOf(line)))).toBeLessThanOrEqual(width);
  });

  it('says which models cannot be told apart, and what the next dollar is best spent on', () => {
    const tied = {
      name: 'F1',
      weights: [],
      tied: [
        ['a', 'b', 'c'],
        ['c', 'd'],
      ],
    };
    const text = shown(view([row('a', 0.9)], { ranking: tied, advice: 'More inputs are the better next dollar.' }));
    expect(text).toContain('\nIt cost $0.10.\nMore inputs are the better next dollar.\n');
    expect(text).toContain('\nCannot be told apart: a, b and c; c and d.\n');
  });

  it('lets no name write on the terminal', () => {
    expect(shown(view([row('a\u001b[2Jb', 0.9)]))).not.toContain('\u001b');
  });
});

describe('The ranking as CSV', () => {
  it('leaves empty what was not measured, and makes no name a formula', () => {
    const [head, line] = csv(view([row('=1+1', 0.9)])).split('\n');
    const cells = Object.fromEntries(head!.split(',').map((name, at) => [name, line!.split(',')[at]]));
    expect(cells).toMatchObject({
      label: "'=1+1",
      f1: '0.9',
      f1_n: '14',
      instruction_following: '',
      cost_usd: '0.0835',
    });
  });
});
