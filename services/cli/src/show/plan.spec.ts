import { planLines, type Plan } from './plan.ts';
import { plain } from './screen.ts';

const plan: Plan = {
  task: { name: 'meetings', inputs: 14, quality_checks: [], checks_status: 'no_generator', proposed_repetitions: null },
  models: [
    { label: 'dear', prices: { prompt: '0.000003', completion: '0.000003' } },
    { label: 'free', prices: { prompt: '0', completion: '0' } },
    { label: 'unsaid', prices: { prompt: '-1', completion: '-1' } },
    { label: 'unlisted', prices: null },
  ],
  repetitions: 3,
  max_tokens: 4096,
  budget_usd: undefined,
};
const shown = (more: Partial<Plan> = {}) => planLines({ ...plan, ...more }, { width: 80, style: plain, live: false });

describe('What a run says before it starts', () => {
  it('counts the calls', () => {
    expect(shown()).toContain('168 calls: 4 models × 14 inputs × 3 repetitions, at most 4,096 tokens each.');
    expect(shown({ repetitions: 1 })).toContain('56 calls: 4 models × 14 inputs, at');
  });

  it('says how many repetitions a model proposes, where others are asked for', () => {
    const task = { ...plan.task, proposed_repetitions: { n: 5, reason: 'Answers vary.' } };
    expect(shown({ task }).replaceAll(/\s+/g, ' ')).toContain(
      'proposes 5 repetitions: Answers vary. (3 to look, 5 to rank,',
    );
    expect(shown({ task, repetitions: 5 })).not.toContain('proposes');
    expect(shown({ repetitions: 1 })).toContain('3 to look, 5 to rank, 10 to claim');
    expect(shown()).not.toContain('to look');
  });

  it('names known prices, and unknown ones as unknown', () => {
    expect(
      shown()
        .split('\n')
        .filter((line) => /dear|free|un/.test(line) && !/No|meetings/.test(line)),
    ).toEqual([
      'dear           $3.00        $3.00',
      'free              $0           $0',
      'unsaid       unknown      unknown',
      'unlisted     unknown      unknown',
    ]);
  });

  it('says the most that it may cost where that is known, and no figure where it is not', () => {
    expect(shown({ budget_usd: '1.5' })).toContain('At most $1.50 is spent.');
    expect(shown()).toContain('No budget can be kept while a price is unknown, so nothing limits the cost.');
    expect(shown({ models: plan.models.slice(0, 2) })).toContain('nothing limits the cost: --budget 1.00 would.');
  });

  it('says what a missing generator means', () => {
    expect(shown()).toContain('0 checks (no model is set to write them, so');
  });
});
