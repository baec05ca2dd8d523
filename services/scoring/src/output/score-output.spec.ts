import type { QualityCheck } from '@taskbench/contracts';
import { scoreOutput } from './score-output.ts';

const spec = { format: 'json', threshold: 0.85 } as const;
const pass = () => ({ verdict: 'pass' });
const check = (name: string): QualityCheck => ({
  name,
  description: '',
  validation_rule: { rule: name },
  severity: 'warning',
  state: 'accepted',
});
const measured = (output: string, gold: unknown) => {
  const { parse, metrics } = scoreOutput({ output, input: 'in', spec, gold, checks: [] }, pass);
  const { accuracy, hallucination_rate, completeness, f1 } = metrics;
  return [parse, accuracy, hallucination_rate, completeness, f1];
};

describe('The score of an output', () => {
  it('two of three items right, one of three gold missed', () =>
    expect(measured('["one item","two items","nothing like it"]', ['one item', 'two items', 'three of them'])).toEqual([
      'parsed',
      2 / 3,
      1 / 3,
      2 / 3,
      4 / 6,
    ]));
  it.each([
    ['no items, gold not empty', '[]', ['x'], ['parsed', 0, null, 0, 0]],
    ['no items, gold empty', '[]', [], ['parsed', 1, null, null, 1]],
    ['items, gold empty', '["x"]', [], ['parsed', 0, 1, null, 0]],
    ['parse failure, gold not empty', 'sorry', ['x'], ['failed', 0, null, 0, 0]],
    ['parse failure, gold empty', 'sorry', [], ['failed', 0, null, null, 0]],
    ['no gold: nothing is measured', '["x"]', undefined, ['no_gold', null, null, null, null]],
  ])('%s', (_, output, gold, expected) => expect(measured(output, gold)).toEqual(expected));

  const strict = (...verdicts: string[]) => {
    const checks = verdicts.map(check);
    const scored = scoreOutput({ output: '[]', input: 'in', spec, gold: [], checks }, ({ rule }) => ({
      verdict: rule,
    }));
    return [scored.verdicts, scored.metrics.instruction_following];
  };

  it('follows the instructions when every check with a verdict passes', () => {
    expect(strict('pass', 'pass')).toEqual([[1, 1], 1]);
    expect(strict('pass', 'fail')).toEqual([[1, 0], 0]);
    expect(strict('pass', 'error')).toEqual([[1, null], 1]);
    expect(strict('error')).toEqual([[null], null]);
    expect(strict('not_applicable', 'fail', 'timeout')).toEqual([['not_applicable', 0, null], 0]);
    expect(strict('not_applicable')).toEqual([['not_applicable'], null]);
    expect(strict()).toEqual([[], null]);
  });
  it('shows checks the output as text, as read, its items and the input', () => {
    const seen: unknown[] = [];
    const subject = { output: '{"list":["x"]}', input: 'in', spec, gold: undefined, checks: [check('any')] };
    scoreOutput(subject, (_, given) => (seen.push(given), { verdict: 'pass' }));
    expect(seen).toEqual([{ output: '{"list":["x"]}', parsed: { list: ['x'] }, items: ['x'], input: 'in' }]);
  });
  it('shows checks no list where the output did not parse', () => {
    const seen: unknown[] = [];
    const subject = { output: 'sorry', input: 'in', spec, gold: undefined, checks: [check('any')] };
    scoreOutput(subject, (_, given) => (seen.push(given.items), { verdict: 'pass' }));
    expect(seen).toEqual([null]);
  });
  it('keeps what was matched, missed and invented', () =>
    expect(
      scoreOutput({ output: '["one item","odd"]', input: '', spec, gold: ['one item', 'third'], checks: [] }, pass)
        .detail,
    ).toEqual({
      parse: { state: 'parsed' },
      pairs: [{ item: 'one item', gold: 'one item', similarity: 1 }],
      missed: ['third'],
      invented: ['odd'],
      checks: [],
    }));
});
