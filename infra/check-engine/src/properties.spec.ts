import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { rules, ruleDocs, type Family, type RuleDoc } from './catalogue.ts';
import type { Context, Evaluation } from './rule.ts';
import { runChecks } from './run.ts';
import { seen } from './spec-verdict.ts';

const RUNS = 10_000;
const VERDICTS = ['pass', 'fail', 'error', 'not_applicable'];

const field = fc.constantFrom('a', 'start', 'end', 'owner', '__proto__', 'toString', 'é');
const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', '0:10', '2026-02-29', '12', '__proto__', '\uD800', 'Ana', -0, 1e308, 0.1, 7),
  fc.string(),
  fc.double({ noNaN: true }),
);
const item = fc.oneof(
  value,
  fc.dictionary(field, value, { maxKeys: 5 }),
  fc.record({ start: fc.nat(99), end: fc.nat(99), a: value }),
);
const json = fc.oneof(
  fc.array(item, { maxLength: 6 }).map((items) => JSON.stringify({ items })),
  fc.json({ maxDepth: 4 }),
  fc.array(item, { maxLength: 4 }).map((list) => list.map((one) => JSON.stringify(one)).join('\n')),
);
/** What rules look for, in any order and cut anywhere. */
const piece = fc.constantFrom(
  ...[
    '```json\n',
    '```',
    '***',
    '******',
    '<<t>>',
    '[x]',
    '*b*',
    '**',
    '* ',
    '- ',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    ' ',
    '|',
    '|-|-|\n',
  ],
  ...[
    'P.S. ',
    'Section 1 ',
    '# H\n',
    '1 + 1 = 3',
    '2 × 3 = 6 ',
    '4111 1111 1111 1111',
    'a@b.co',
    '"',
    '“',
    ',',
    ';',
    '\\',
    '\uD83D',
  ],
  ...[
    'e\u0301',
    'İ',
    'ß',
    'ﬁ',
    'Sure, ',
    'sorry',
    'Mr. X. ',
    '这里。',
    '10:30',
    '\u0000',
    '\u2028',
    'NASA ',
    'The meeting is on Monday. ',
  ],
);
const text = fc.oneof(
  fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
  json,
);

/** Parameters of a rule: its example's, some of them replaced by others that its JSON Schema describes, or by anything. */
function parametersOf({ example, parameters }: RuleDoc): fc.Arbitrary<Record<string, unknown>> {
  const { properties } = parameters as { properties: Record<string, Described> };
  const { rule: _, ...given } = example;
  const others = Object.fromEntries(
    Object.entries(properties).map(([name, described]) => [
      name,
      name in given
        ? fc.oneof({ weight: 3, arbitrary: fc.constant(given[name]) }, ofKind(described))
        : ofKind(described),
    ]),
  );
  return fc.record(others, { requiredKeys: Object.keys(given) });
}

interface Described {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Described;
}

function ofKind({ type, enum: values, items }: Described): fc.Arbitrary<unknown> {
  if (values) return fc.constantFrom(...values);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: 0, max: 9 });
  if (type === 'number') return fc.double({ min: -9, max: 9, noNaN: true });
  if (type === 'array') return fc.array(ofKind(items ?? {}), { maxLength: 3 });
  if (type === 'string')
    return fc.oneof(field, fc.constantFrom('a', ' ', 'é', '***', 'YYYY', '$.a', '(a|b)+', '$..*'), text);
  return value;
}

const within = ({ span }: Evaluation, output: string): boolean =>
  span === undefined || (span.start >= 0 && span.start <= span.end && span.end <= output.length);

const families = Map.groupBy(
  ruleDocs().filter(({ family }) => family !== 'other'),
  ({ family }) => family,
);

describe('A rule, whatever the output and its parameters,', () => {
  it.each([...families] as [Family, RuleDoc[]][])(
    `of the family %s never throws, is deterministic, and points into the output (${RUNS} runs)`,
    async (_, docs) => {
      const tried = docs.map((doc) => parametersOf(doc).map((parameters) => ({ rule: doc.rule, ...parameters })));
      const judged = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(fc.oneof(...tried), text, text, async (rule, output, input) => {
          const given: Context = seen(output, input);
          const [first] = await runChecks([rule], given);
          const [again] = await runChecks([structuredClone(rule)], seen(output, input));
          if (first!.verdict !== 'error') judged.set(rule.rule, (judged.get(rule.rule) ?? 0) + 1);
          return VERDICTS.includes(first!.verdict) && within(first!, output) && isDeepStrictEqual(first, again);
        }),
        { numRuns: RUNS },
      );
      const silent = docs.filter(({ rule }) => !('program' in rules.get(rule)!) && !judged.has(rule));
      expect(silent.map(({ rule }) => rule)).toEqual([]); // else nothing was tried of it
    },
    120_000,
  );

  it('gives a verdict on its example parameters, but for what needs a sandbox or a judge', async () => {
    const examples = ruleDocs().filter(({ sandboxed, rule }) => !sandboxed && rule !== 'judge');
    await fc.assert(
      fc.asyncProperty(text, text, async (output, input) => {
        const evaluations = await runChecks(
          examples.map(({ example }) => example),
          seen(output, input),
        );
        expect(evaluations.filter(({ verdict }) => verdict === 'error')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});
