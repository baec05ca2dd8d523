import { MAPPED } from './mapped-types.ts';
import { asserting, imported, judging, told } from './spec-judged.ts';

const { verdicts, close } = judging();
afterAll(close);

const place = {
  required: ['latitude', 'longitude'],
  type: 'object',
  properties: {
    latitude: { minimum: -90, type: 'number', maximum: 90 },
    longitude: { minimum: -180, type: 'number', maximum: 180 },
  },
};
const right = '{"latitude": 48.9, "longitude": 2.4}';
const wrong = '{"latitude": 148.9, "longitude": 2.4}';
const xml = (...requiredElements: string[]) => ({ type: 'is-xml', value: { requiredElements } });

// Assertions and outcomes as promptfoo's documentation states them: expected-outputs/deterministic.md, javascript.md.
const EXAMPLES: [assertion: Record<string, unknown>, passes: string, fails: string, vars?: object][] = [
  [{ type: 'contains', value: 'The expected substring' }, 'x The expected substring.', 'the expected substring'],
  [{ type: 'contains', value: 0 }, 'a 0', 'none'],
  [{ type: 'icontains', value: 'The expected substring' }, 'THE EXPECTED SUBSTRING', 'the  expected substring'],
  [{ type: 'contains-all', value: ['Value 1', 'Value 2'] }, 'Value 2, Value 1', 'Value 1, value 2'],
  [{ type: 'contains-all', value: ['1,000', 'in stock'] }, '1,000 in stock', '1 and 000 in stock'],
  [{ type: 'contains-all', value: '"1,000", in stock' }, '1,000 in stock', '1 and 000 in stock'],
  [{ type: 'contains-any', value: ['Value 1', 'Value 2'] }, 'only Value 2', 'value 2'],
  [{ type: 'contains-any', value: '<b>,</span>' }, 'a</span>', '<b </span'],
  [{ type: 'icontains-all', value: ['Value 1', 'Value 2'] }, 'VALUE 1 value 2', 'value 1'],
  [{ type: 'icontains-any', value: ['Value 1', 'Value 2'] }, 'VALUE 1', 'value'],
  [{ type: 'regex', value: '\\d{4}' }, 'in 1999', 'in 199'],
  [{ type: 'regex', value: '^(?!.*sorry)[A-Z]' }, 'Yes', 'I am sorry'],
  [{ type: 'contains-json' }, 'Here: {"a": 1}.', 'no JSON'],
  [{ type: 'contains-json', value: place }, `It is ${right}.`, `It is ${wrong}.`],
  [{ type: 'contains-json', value: place }, `Not ${wrong} but ${right}`, 'nothing'],
  [{ type: 'contains-html' }, 'Say <div class="a">hi</div>', 'a < b, mail <me@example.org>'],
  [{ type: 'equals', value: 'The expected output' }, 'The expected output', 'The expected output.'],
  [{ type: 'equals', value: 4 }, '4', '4.0'],
  [{ type: 'equals', value: { key: 'value' } }, ' {"key":"value"}', '{"key":"value","more":1}'],
  [{ type: 'equals', value: 'file://expected.json' }, '{"a":[1]}', '{"a":[2]}'],
  [{ type: 'is-json' }, '[1]', 'Here: [1]'],
  [{ type: 'is-json', value: place }, right, wrong],
  [{ type: 'is-json', value: JSON.stringify(place) }, right, '```json\n{}\n```'],
  [{ type: 'is-json', value: 'file://./schema.json' }, right, wrong],
  [{ type: 'is-xml' }, '<root><child>Content</child></root>', '<root><child>Content</child></root'],
  [
    xml('analysis.classification', 'analysis.color'),
    '<analysis><classification>T-shirt</classification><color>Red</color></analysis>',
    '<analysis><classification>T-shirt</classification></analysis>',
  ],
  [
    xml('root.parent.child.grandchild'),
    '<root><parent><child><grandchild>Content</grandchild></child></parent></root>',
    '<root><parent><child></child></parent></root>',
  ],
  [
    { type: 'contains-xml' },
    'Sure, here is your xml:\n<root><child>Content</child></root>\nlet me know if you have any other questions!',
    'Sure, here is your xml:\n<root><child>Content',
  ],
  [
    { type: 'contains-xml', value: { requiredElements: ['root.child'] } },
    'Text <root><child>Content</child></root>',
    '<wrapper><root><child>Content</child></root></wrapper>',
  ],
  [
    { type: 'contains-xml', value: 'wrapper.root.child' },
    '<wrapper><root><child>Content</child></root></wrapper>',
    'Text <root><child>Content</child></root>',
  ],
  [{ type: 'levenshtein', threshold: 5, value: 'hello world' }, 'hello wor', 'hello'],
  [{ type: 'levenshtein', threshold: 2, value: '{{expected}}' }, 'fobar', 'bar', { expected: 'foobar' }],
  [{ type: 'levenshtein', value: 'kitten' }, 'sitting', 'something else'],
  [{ type: 'starts-with', value: 'Yes' }, 'Yes, I can', ' Yes'],
  [{ type: 'word-count', value: 3 }, 'one two-and-a-half three', 'one two'],
  [{ type: 'word-count', value: { min: 2, max: 3 } }, 'one - two', 'one'],
  [{ type: 'word-count', value: { min: 2 } }, 'a b c d', 'a'],
  [{ type: 'word-count', value: { max: 2 } }, '', 'a b c'],
  [{ type: 'bleu', value: 'hello world' }, 'Hello world', 'goodbye'],
  [{ type: 'bleu', threshold: 0.7, value: '{{expected}}' }, 'a b c d e', 'a b c', { expected: 'a b c d e' }],
  [{ type: 'gleu', value: ['Hello world', 'Hi there world'], threshold: 0.6 }, 'hi there world.', 'hello there'],
  [{ type: 'gleu', value: 'hello world' }, 'hello world', '...'],
  [{ type: 'javascript', value: "output.includes('Hello, World!')" }, 'Hello, World!', 'Hello'],
  [{ type: 'javascript', value: 'Math.log(output.length) * 10', threshold: 0.5 }, 'aaa', 'a'],
  [{ type: 'javascript', value: 'output.length - 3' }, 'aaaa', 'aaa'],
  [{ type: 'javascript', value: "const s = JSON.parse(output).s; s === 'a;b'" }, '{"s":"a;b"}', '{"s":"a"}'],
  [{ type: 'javascript', value: 'output.includes(context.vars.example)' }, 'Example text', 'x', { example: 'Example' }],
  [{ type: 'javascript', value: 'output.length >= context.vars.min_length' }, 'aaa', 'a', { min_length: 2 }],
  [
    {
      type: 'javascript',
      value:
        "// scoring\nif (output === 'Expected output') {\n  return { pass: true, score: 0.5 };\n}\nreturn { pass: false, score: 0, reason: 'Assertion failed' };\n",
    },
    'Expected output',
    'another',
  ],
  [{ type: 'javascript', value: 'file://long.js', config: { least: 10 } }, 'long enough', 'short'],
  [{ type: 'javascript', value: 'file://long.js:named' }, 'named', 'other'],
];

const FILES = {
  'expected.json': '{"a":[1]}',
  'schema.json': JSON.stringify(place),
  'long.js':
    'const size = (text) => text.length;\nmodule.exports = (output, context) => size(output) > context.config.least;\nmodule.exports.named = (output) => output === "named";\n',
};

describe("promptfoo's assertion", () => {
  it.each(EXAMPLES)('%j passes %j and fails %j', async (assertion, passes, fails, vars = {}) => {
    const read = imported(asserting([assertion], vars), FILES);
    const type = assertion['type'] as string;
    expect(await verdicts(read, passes)).toEqual({ [type]: 'pass' });
    expect(await verdicts(read, fails)).toEqual({ [type]: 'fail' });
    expect(told(read).filter((line) => !line.includes('allow_code'))).toEqual([]);
  });

  it.each(EXAMPLES)('not- of %j fails %j and passes %j', async (assertion, passes, fails, vars = {}) => {
    const type = `not-${assertion['type'] as string}`;
    const read = imported(asserting([{ ...assertion, type }], vars), FILES);
    expect(await verdicts(read, passes)).toEqual({ [type]: 'fail' });
    expect(await verdicts(read, fails)).toEqual({ [type]: 'pass' });
  });

  it('has an example of every type that is imported, which are twenty with assert-set', () => {
    const types = new Set(EXAMPLES.map(([{ type }]) => type));
    expect([...types, 'llm-rubric'].toSorted()).toEqual(Object.keys(MAPPED).toSorted());
    expect(types.size + 1).toBe(20);
  });

  it.each(['javascript', 'not-javascript'])('%s that throws fails', async (type) => {
    const read = imported(asserting([{ type, value: 'JSON.parse(output).a' }]));
    expect(await verdicts(read, 'no JSON')).toEqual({ [type]: 'fail' });
  });
  it('javascript that names what only promptfoo may have gives no verdict', async () => {
    const read = imported(asserting([{ type: 'javascript', value: 'helper(output)' }]));
    expect(await verdicts(read, 'x')).toEqual({ javascript: 'error' });
    const file = { 'a.cjs': 'module.exports = (output, { trace }) => trace.spans.length > 0;' };
    const script = imported(asserting([{ type: 'javascript', value: 'file://a.cjs' }]), file);
    expect(await verdicts(script, 'x')).toEqual({ javascript: 'error' });
  });
  it('javascript has a task allow code, and says so', () => {
    const read = imported(asserting([{ type: 'javascript', value: 'output' }]));
    expect(read.body.allow_code).toBe(true);
    expect(told(read)).toEqual([expect.stringMatching(/javascript sets allow_code/)]);
    expect(imported(asserting([{ type: 'equals', value: 'x' }])).body.allow_code).toBeUndefined();
  });

  it('llm-rubric is the rule judge, and says who judges', () => {
    const read = imported(asserting([{ type: 'llm-rubric', value: 'is friendly to {{q}}' }]));
    expect(read.body.quality_checks).toMatchObject([
      { name: 'llm-rubric', validation_rule: { rule: 'judge', criterion: 'is friendly to Why?' } },
    ]);
    expect(told(read)).toEqual([expect.stringMatching(/^promptfooconfig\.yaml:9 llm-rubric is the rule judge here/)]);
  });
});

describe('An assert-set of promptfoo', () => {
  const set = (more: object, ...assert: unknown[]) => asserting([{ type: 'assert-set', assert, ...more }]);
  const hello = { type: 'contains', value: 'hello' };
  const error = { type: 'not-contains', value: 'error' };
  const json = { type: 'is-json' };

  it.each([
    [{}, 'hello', 'pass'],
    [{}, 'error', 'fail'],
    [{ threshold: 0.5 }, 'hello error', 'pass'],
    [{ threshold: 0.5 }, 'error', 'fail'],
  ])('%j of two judges %j: %s', async (more, output, verdict) =>
    expect(await verdicts(imported(set(more, hello, error)), output)).toEqual({ 'assert-set': verdict }),
  );
  it('counts by weight', async () => {
    const read = imported(set({ threshold: 0.75, metric: 'quality' }, { ...hello, weight: 3 }, json));
    expect(await verdicts(read, 'hello')).toEqual({ quality: 'pass' });
    expect(await verdicts(read, '1')).toEqual({ quality: 'fail' });
  });
  it('without a threshold holds what of it is imported, and says the rest', async () => {
    const read = imported(set({}, hello, { type: 'cost', threshold: 1 }));
    expect(await verdicts(read, 'hello')).toEqual({ 'assert-set': 'pass' });
    expect(told(read)).toEqual([expect.stringMatching(/:13 cost is not imported: it is about the call/)]);
  });
  it('with a threshold is left out whole when one of it is not imported', () => {
    const read = imported(set({ threshold: 0.5 }, hello, { type: 'python', value: 'x' }));
    expect(read.body.quality_checks).toEqual([]);
    expect(told(read)).toEqual([
      expect.stringMatching(/contains is not imported: the threshold of the set counts .* python has no counterpart/),
      expect.stringMatching(/python is not imported/),
    ]);
  });
});

describe('A threshold of a test', () => {
  const test = (threshold: number, ...assert: unknown[]) => imported(asserting(assert, {}, { threshold }));
  const a = { type: 'contains', value: 'a', weight: 2 };
  const b = { type: 'contains', value: 'b' };

  it('joins its assertions by their weights', async () => {
    const read = test(0.6, a, b);
    expect(await verdicts(read, 'a')).toEqual({ threshold: 'pass' });
    expect(await verdicts(read, 'b')).toEqual({ threshold: 'fail' });
    expect(told(read)).toEqual([]);
  });
  it('leaves out a weight of 0, which decides nothing', async () => {
    const read = test(1, a, { ...b, weight: 0 });
    expect(await verdicts(read, 'a')).toEqual({ threshold: 'pass' });
    expect(told(read)).toEqual([expect.stringMatching(/contains is not imported: with weight 0/)]);
  });
  it('is not imported with what promptfoo counts by a score', () => {
    const read = test(0.5, a, { type: 'gleu', value: 'x' });
    expect(read.body.quality_checks).toEqual([]);
    expect(told(read)).toHaveLength(2);
  });
});
