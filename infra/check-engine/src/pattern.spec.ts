import { seen } from './spec-verdict.ts';
import { runCheck } from './run.ts';

const BOMBS = [
  ...[
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '(.*a){20}',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(x+x+)+y',
    '(a?){100}a{100}',
    '(.*)*=(.*)',
  ],
  ...['([a-zA-Z]+)*$', '^(a+)+b$', '(a*)*b', '((a+)*)*c', 'a{1,1000}b', '(a{1,30}){1,30}b', '(?:a?){50}a{50}b'],
  ...['\\b(\\w+\\s?)+\\?$', '(\\d+)*x', '[ab]*a[ab]{12}c', '(a|b|ab)*c', '.*.*.*=.*', '(.+)+\\z0', '\\w*\\w*\\w*\\w*!'],
  ...['(?i)(A+)+B', '(^|.)*z$', '((.*),)*Q', '[^x]*[^y]*[^z]*7Q', '(\\s*\\w+\\s*)*;;', '(?:(?:a+)+)+Z', '(a+a+)+Z'],
  ...['(aa|aab?)*c', '^.*a.*a.*a.*a.*a.*b$', '(((((a*)*)*)*)*)Z', '\\pL+\\pN+\\pP+$', '(?s).*a.{900}b', '[a-z]{500}Z'],
  ...['(.{0,50}a){5}Z', '(ab?){200}Z', '[ab]*a[ab]{500}c$', '(a[ab]{100}){9}c$', 'x*x*x*x*x*x*Z'],
];

const MEGABYTE = 1_000_000;
const noise = (): string => {
  let at = 1;
  return Array.from({ length: MEGABYTE }, () =>
    (at = (at * 1_103_515_245 + 12_345) % 2 ** 31) & 65_536 ? 'a' : 'b',
  ).join('');
};
const TEXTS: Readonly<Record<string, string>> = {
  'one letter': 'a'.repeat(MEGABYTE),
  prose: 'The quick brown fox 123-456 jumps, over "lazy" dogs & x@y.zz\n'.repeat(20_000).slice(0, MEGABYTE),
  noise: `c Z${noise()}`,
};

describe('A pattern that explodes elsewhere', () => {
  const took: { ms: number; ran: boolean; what: string }[] = [];
  afterAll(() => {
    const [slowest] = took.toSorted((a, b) => b.ms - a.ms);
    const refused = took.filter(({ ran }) => !ran).length;
    process.stdout.write(
      `    ${BOMBS.length} patterns on 1 MB: slowest ${slowest!.ms.toFixed(0)} ms (${slowest!.what}); ${refused} of ${took.length} too long to run\n`,
    );
  });

  it.each(BOMBS)('ends on a megabyte: %s', (pattern) => {
    for (const [name, output] of Object.entries(TEXTS)) {
      const began = performance.now();
      const { verdict, evidence } = runCheck({ rule: 'regex', pattern, must_match: false }, seen(output));
      took.push({ ms: performance.now() - began, ran: verdict !== 'error', what: `${pattern} on ${name}` });
      if (verdict === 'error') expect(evidence).toBe('did not run: the text is too long for this pattern');
    }
  });

  it('gives the same verdict as on what is short', () => {
    for (const pattern of BOMBS)
      for (const output of ['aaab', 'xxy', 'ab'.repeat(300), 'a1!', 'A=b', '', 'bar Z', '12x']) {
        const expected = new RegExp(
          pattern
            .replace('\\z', '(?!)')
            .replace(/\\p([LNP])/g, '\\p{$1}')
            .replace(/^\(\?[is]\)/, ''),
          pattern.startsWith('(?i)') ? 'iu' : pattern.startsWith('(?s)') ? 'su' : 'u',
        );
        if (output.length > 20) continue; // where the other engine does explode
        const { verdict } = runCheck({ rule: 'regex', pattern }, seen(output));
        expect([pattern, output, verdict]).toEqual([pattern, output, expected.test(output) ? 'pass' : 'fail']);
      }
  });
});

describe('Patterns over many texts', () => {
  const texts = Array.from({ length: 1_000 }, (_, at) => `${at}`.padEnd(3_000, 'ab'));
  const error = { verdict: 'error', evidence: 'did not run: the text is too long for this pattern' };

  it('are paid from one budget', () => {
    const given = seen(JSON.stringify(texts.map((text) => ({ text }))));
    const rule = { rule: 'field_pattern', field: 'text', pattern: '([ab]*a[ab]{30}c)?' };
    expect(runCheck(rule, given)).toEqual(error);
    const schema = { items: { properties: { text: { pattern: rule.pattern } } } };
    expect(runCheck({ rule: 'json_schema', schema }, given)).toEqual(error);
  });
  it('end where each match looks at the rest of the text', () => {
    const rule = { rule: 'mentions_from_input', pattern: 'a(?:.*z)?' };
    expect(runCheck(rule, seen('', 'a'.repeat(1_000_000))).verdict).toBe('error');
  });
});
