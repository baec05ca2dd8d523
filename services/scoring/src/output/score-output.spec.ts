import type { OutputSpec, QualityCheck } from '@taskbench/contracts';
import type { Judge } from './checks.ts';
import { scoreOutput } from './score-output.ts';

const spec = { format: 'json', threshold: 0.85 } as const;
const pass: Judge = (rules) => Promise.resolve(rules.map(() => ({ verdict: 'pass' })));
const check = (name: string): QualityCheck => ({
  name,
  description: '',
  validation_rule: { rule: name },
  severity: 'warning',
  state: 'accepted',
});
const measured = async (output: string, gold: unknown) => {
  const { parse, metrics } = await scoreOutput({ output, input: 'in', spec, gold, checks: [] }, pass);
  const { accuracy, hallucination_rate, completeness, f1 } = metrics;
  return [parse, accuracy, hallucination_rate, completeness, f1];
};

describe('The score of an output', () => {
  it('two of three items right, one of three gold missed', async () =>
    expect(
      await measured('["one item","two items","nothing like it"]', ['one item', 'two items', 'three of them']),
    ).toEqual(['parsed', 2 / 3, 1 / 3, 2 / 3, 4 / 6]));
  it.each([
    ['no items, gold not empty', '[]', ['x'], ['parsed', 0, null, 0, 0]],
    ['no items, gold empty', '[]', [], ['parsed', 1, null, null, 1]],
    ['items, gold empty', '["x"]', [], ['parsed', 0, 1, null, 0]],
    ['parse failure, gold not empty', 'sorry', ['x'], ['failed', 0, null, 0, 0]],
    ['parse failure, gold empty', 'sorry', [], ['failed', 0, null, null, 0]],
    ['no gold: nothing is measured', '["x"]', undefined, ['no_gold', null, null, null, null]],
  ])('%s', async (_, output, gold, expected) => expect(await measured(output, gold)).toEqual(expected));

  const strict = async (...verdicts: string[]) => {
    const checks = verdicts.map(check);
    const judge: Judge = (rules) => Promise.resolve(rules.map(({ rule }) => ({ verdict: rule })));
    const scored = await scoreOutput({ output: '[]', input: 'in', spec, gold: [], checks }, judge);
    return [scored.verdicts, scored.metrics.instruction_following];
  };

  it('follows the instructions when every check with a verdict passes', async () => {
    expect(await strict('pass', 'pass')).toEqual([[1, 1], 1]);
    expect(await strict('pass', 'fail')).toEqual([[1, 0], 0]);
    expect(await strict('pass', 'error')).toEqual([[1, null], 1]);
    expect(await strict('error')).toEqual([[null], null]);
    expect(await strict('not_applicable', 'fail', 'timeout')).toEqual([['not_applicable', 0, null], 0]);
    expect(await strict('not_applicable')).toEqual([['not_applicable'], null]);
    expect(await strict()).toEqual([[], null]);
  });
  it('shows checks the output as text, as read, its items, the input and the gold', async () => {
    const seen: unknown[] = [];
    const subject = { output: '{"list":["x"]}', input: 'in', spec, gold: ['y'], checks: [check('any')] };
    await scoreOutput(subject, (rules, given) => (seen.push(given), pass(rules, given)));
    const [output, parsed] = ['{"list":["x"]}', { list: ['x'] }];
    expect(seen).toEqual([{ output, parsed, items: ['x'], input: 'in', gold: ['y'] }]);
  });
  it('shows checks no list where the output did not parse', async () => {
    const seen: unknown[] = [];
    const subject = { output: 'sorry', input: 'in', spec, gold: undefined, checks: [check('any')] };
    await scoreOutput(subject, (rules, given) => (seen.push(given.items), pass(rules, given)));
    expect(seen).toEqual([null]);
  });
  it('keeps what was matched, missed and invented', async () => {
    const scorable = { output: '["one item","odd"]', input: '', spec, gold: ['one item', 'third'], checks: [] };
    expect((await scoreOutput(scorable, pass)).detail).toEqual({
      parse: { state: 'parsed' },
      pairs: [{ item: 'one item', gold: 'one item', similarity: 1 }],
      missed: ['third'],
      invented: ['odd'],
      checks: [],
    });
  });

  it.each([
    ['json', '{"a":["x"]}', '{"a":[]}'],
    ['json_lines', '{"n":1}', null],
    ['csv', 'n,m\n1,2', 'n,m'],
    ['markdown', '- x', 'none'],
    ['text', 'x', null],
    ['label', 'x', null],
  ] as const)('%s: the edge cases hold, and gold against itself is perfect', async (format, some, none) => {
    const scores = async (output: string, gold: unknown) => {
      const fields: OutputSpec['fields'] = format === 'csv' ? { n: 'number', m: 'number' } : {};
      const scored = await scoreOutput(
        { output, input: '', spec: { format, fields, threshold: 0.85 }, gold, checks: [] },
        pass,
      );
      const { accuracy, hallucination_rate, completeness, f1 } = scored.metrics;
      return [scored.parse, accuracy, hallucination_rate, completeness, f1];
    };
    expect(await scores(some, some)).toEqual(['parsed', 1, 0, 1, 1]);
    expect(await scores(some, [])).toEqual(['parsed', 0, 1, null, 0]);
    expect(await scores('```\n```', some)).toEqual(
      format === 'json_lines' ? ['extracted', 0, null, 0, 0] : ['failed', 0, null, 0, 0],
    );
    if (none === null) return;
    expect(await scores(none, none)).toEqual(['parsed', 1, null, null, 1]);
    expect(await scores(none, some)).toEqual(['parsed', 0, null, 0, 0]);
  });
});
