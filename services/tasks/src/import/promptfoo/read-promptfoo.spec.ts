import { imported, judging, told } from './spec-judged.ts';

const { verdicts, close } = judging();
afterAll(close);

const LONG = { a: '{{b}}{{b}}{{b}}', b: 'x'.repeat(700_000) };

const capitals = `description: Capitals
prompts:
  - What is the capital of {{country}}?
  - Name the capital of {{country}}.
providers:
  - openai:gpt-4o-mini
  - id: openrouter:anthropic/claude-3.5-sonnet
    config: { temperature: 0 }
  - anthropic:messages:claude-3-5-sonnet-20241022
evaluateOptions: { repeat: 3, maxConcurrency: 2, delay: 100 }
defaultTest:
  assert:
    - { type: latency, threshold: 5000 }
    - { type: not-icontains, value: as an AI }
tests:
  - vars: { country: France }
    assert:
      - { type: equals, value: Paris }
  - description: Germany, then and now
    vars: { country: [GDR, Germany] }
    metadata: { topic: history }
    assert:
      - { type: contains-any, value: [Berlin, Bonn] }
      - { type: not-contains, value: '{{country}}' }
`;

describe('A file of promptfoo', () => {
  const { body, evaluation, notices } = imported(capitals);

  it('becomes a task whose template takes the one variable, with an input for each of its values', () =>
    expect(body).toMatchObject({
      name: 'Capitals',
      description: 'Capitals',
      prompt: 'What is the capital of {{input}}?',
      inputs: [
        { id: 'test-1', text: 'France' },
        { id: 'test-2', text: 'GDR' },
        { id: 'test-3', text: 'Germany' },
      ],
      output: { format: 'text' },
    }));

  it('has a check for each assertion, of all inputs or of those of its test', () =>
    expect(body.quality_checks!.map(({ name, validation_rule }) => [name, validation_rule])).toEqual([
      ['not-icontains', { rule: 'not', of: { rule: 'verbatim', texts: ['as an AI'], ignore_case: true } }],
      ['equals', { rule: 'by_input', cases: [{ inputs: ['test-1'], of: { rule: 'equals', value: 'Paris' } }] }],
      [
        'contains-any',
        {
          rule: 'by_input',
          cases: [{ inputs: ['test-2', 'test-3'], of: { rule: 'verbatim', texts: ['Berlin', 'Bonn'], at_least: 1 } }],
        },
      ],
      [
        'not-contains',
        {
          rule: 'by_input',
          cases: [
            { inputs: ['test-2'], of: { rule: 'not', of: { rule: 'verbatim', texts: ['GDR'] } } },
            { inputs: ['test-3'], of: { rule: 'not', of: { rule: 'verbatim', texts: ['Germany'] } } },
          ],
        },
      ],
    ]));

  it('judges an output by the assertions of its own test alone', async () => {
    expect(await verdicts({ body, evaluation }, 'Paris', 0)).toEqual({
      'not-icontains': 'pass',
      equals: 'pass',
      'contains-any': 'not_applicable',
      'not-contains': 'not_applicable',
    });
    expect(await verdicts({ body, evaluation }, 'Bonn, Germany', 2)).toMatchObject({
      equals: 'not_applicable',
      'contains-any': 'pass',
      'not-contains': 'fail',
    });
  });

  it('wants the models that are plainly meant, repetitions and concurrency', () =>
    expect(evaluation).toEqual({
      models: ['openai/gpt-4o-mini', 'anthropic/claude-3.5-sonnet'],
      repetitions: 3,
      concurrency: 2,
    }));

  it('says line by line what is left out', () =>
    expect(told({ body, evaluation, notices: notices! })).toEqual([
      expect.stringMatching(/^promptfooconfig\.yaml:4 prompt is not imported: a task has one prompt/),
      'promptfooconfig.yaml:7 openrouter:anthropic/claude-3.5-sonnet is imported without its settings: config',
      expect.stringMatching(/^promptfooconfig\.yaml:9 anthropic:messages:claude-3-5-sonnet-20241022 is not imported/),
      'promptfooconfig.yaml:10 delay is not imported',
      expect.stringMatching(/^promptfooconfig\.yaml:13 latency is not imported: it is about the call/),
      'promptfooconfig.yaml:21 metadata is not imported',
    ]));

  it('has gold where every test says in full what it wants', () => {
    const config = {
      prompts: ['{{q}}'],
      tests: ['4', 'Paris'].map((value) => ({ vars: { q: value }, assert: [{ type: 'equals', value }] })),
    };
    const { body: task } = imported(config);
    expect(task.inputs).toMatchObject([{ gold: '4' }, { gold: 'Paris' }]);
    expect(task.output).toBeUndefined();
  });
});

describe('The prompt of a promptfoo file', () => {
  const asked = (prompt: unknown, vars: object, files = {}, test = {}) =>
    imported({ prompts: [prompt], tests: [{ vars, ...test }] }, files).body;

  it.each([
    ['of several variables', 'Say {{a}} to {{ b.name }}.', { a: 'hi', b: { name: 'Ana' } }, 'Say hi to Ana.'],
    ['of none', 'Say hi.', {}, 'Say hi.'],
    ['of a variable that is not given', 'Say {{a}}{{b}}.', { a: 1 }, 'Say 1.'],
    ['of a variable in another', '{{a}}{{c}}', { a: 'x {{b}}', b: 'y', c: '' }, 'x y'],
    ['of a list of numbers', '{{a}} {{b}}', { a: [1, 2], b: true }, '1,2 true'],
    ['of a file', '{{a}}: {{b}}', { a: 'x', b: 'file://./data/b.txt' }, 'x: text'],
    ['of a chat with one message', '[{"role":"user","content":"{{a}}, {{b}}"}]', { a: 1, b: 2 }, '1, 2'],
  ])('%s is put together in the input', (_, prompt, vars, text) =>
    expect(asked(prompt, vars, { 'data/b.txt': ' text\n' })).toMatchObject({ prompt: '{{input}}', inputs: [{ text }] }),
  );
  it('has the prefix and suffix of a test', () =>
    expect(asked('{{a}}', { a: 'x' }, {}, { options: { prefix: '{{a}}>', suffix: '<' } }).inputs).toMatchObject([
      { text: 'x>x<' },
    ]));
  it.each([
    [{ id: 'file://p.txt', label: 'P' }, { 'p.txt': 'A {{a}}\n---\nB {{a}}\n' }, 'A {{input}}'],
    ['p.md', { 'p.md': '# {{a}}\n' }, '# {{input}}\n'],
    ['file://p.json', { 'p.json': '[{"role":"user","content":"C {{a}}"}]' }, 'C {{input}}'],
    ['file://p.yaml', { 'p.yaml': '- role: user\n  content: D {{a}}\n' }, 'D {{input}}'],
    ['p.jsonl', { 'p.jsonl': '[{"role":"user","content":"E {{a}}"}]\n[]\n' }, 'E {{input}}'],
  ])('is read from a file: %j', (prompt, files, expected) =>
    expect(asked(prompt, { a: 'x' }, files)).toMatchObject({ prompt: expected, inputs: [{ text: 'x' }] }),
  );

  it.each([
    ['{% if a %}x{% endif %}', 'line 2: has a template that only Nunjucks runs: {% if a %}x{% endif %}'],
    ['{{ a | upper }}', 'line 2: has a template that only Nunjucks runs: {{ a | upper }}'],
    ['{{{a}}}', 'has a template'],
    ['[{"role":"system","content":"x"},{"role":"user","content":"{{a}}"}]', 'is a chat of several messages'],
    ['- role: system\n  content: x', 'is a chat of several messages'],
    ['file://p.py', 'is the file file://p.py, which is no text of a prompt'],
    ['langfuse://p', 'comes from another program or service'],
    ['file://prompts/*.txt', 'names files by a pattern'],
    ['file://nowhere.txt', 'the file nowhere.txt was not given'],
    ['', 'is no text'],
  ])('is refused, with its line: %j', (prompt, message) => expect(() => asked(prompt, { a: 'x' })).toThrow(message));
});

describe('Tests of a promptfoo file', () => {
  const texts = (tests: unknown, files: Record<string, string> = {}, more: object = {}) =>
    imported({ prompts: ['{{a}} {{b}}'], providers: [], tests, ...more }, files).body.inputs!.map(({ text }) => text);

  it.each([
    ['file://t.yaml', { 't.yaml': '- vars: { a: 1, b: 2 }\n- vars: { a: 3 }\n' }, ['1 2', '3 ']],
    [['file://t.json'], { 't.json': '[{"vars":{"a":1}}]' }, ['1 ']],
    ['t.jsonl', { 't.jsonl': '{"vars":{"a":1}}\n\n{"vars":{"a":2}}' }, ['1 ', '2 ']],
    [[{ vars: 'file://v.yaml' }], { 'v.yaml': 'a: 1\nb: x\n' }, ['1 x']],
    [[{ path: 'file://t.csv' }], { 't.csv': 'a,b\n1,2\n' }, ['1 2']],
    [[{ vars: { a: ['1', '2'], b: ['x', 'y'] } }], {}, ['1 x', '1 y', '2 x', '2 y']],
    [[{ vars: { a: ['1', '2'] }, options: { disableVarExpansion: true } }], {}, ['1,2 ']],
    [undefined, {}, [' ']],
  ])('are read from %j', (tests, files, expected) => expect(texts(tests, files)).toEqual(expected));

  it('have the variables of defaultTest, and those of scenarios', () => {
    const scenarios = [
      { config: [{ vars: { b: 1 } }, { vars: { b: 2 } }], tests: [{ vars: { a: 'x' } }, { vars: { b: 3 } }] },
    ];
    const more = { defaultTest: { vars: { a: 'usual' } }, scenarios };
    expect(texts([{ vars: { b: 0 } }], {}, more)).toEqual(['usual 0', 'x 1', 'usual 3', 'x 2', 'usual 3']);
  });

  it('may leave out the assertions of defaultTest, and name them by reference', () => {
    const config = {
      prompts: ['{{a}}'],
      assertionTemplates: { short: { type: 'word-count', value: { max: 2 } } },
      defaultTest: { assert: [{ type: 'is-json' }] },
      tests: [
        { vars: { a: '1' }, assert: [{ $ref: '#/assertionTemplates/short', metric: 'brief' }] },
        { vars: { a: '2' }, options: { disableDefaultAsserts: true } },
      ],
    };
    const { body } = imported(config);
    expect(body.quality_checks!.map(({ name, validation_rule }) => [name, validation_rule])).toEqual([
      ['is-json', { rule: 'by_input', cases: [{ inputs: ['test-1'], of: { rule: 'only_json' } }] }],
      [
        'brief',
        {
          rule: 'by_input',
          cases: [{ inputs: ['test-1'], of: { rule: 'word_count', parted_by: 'white_space', max: 2 } }],
        },
      ],
    ]);
  });

  it('may be merged from anchors', () => {
    const config = `prompts: ['{{a}} {{b}}']
tests:
  - vars: &usual { a: 1, b: 2 }
  - vars: { <<: *usual, b: 3 }
`;
    expect(imported(config).body.inputs!.map(({ text }) => text)).toEqual(['1 2', '1 3']);
  });

  it('of CSV have assertions in __expected columns, as the documentation writes them', async () => {
    const csv = `question,__expected1,__expected2,__description,__metadata:topic,__config:__expected2:threshold
"What is 2+2?",equals: 4,levenshtein:5,sum,math,1
"Capital?","contains-any: Paris,""Paris, France""",Paris,,,
`.replace('equals: 4,levenshtein:5', 'contains: 4,levenshtein(3):4');
    const read = imported({ prompts: ['{{question}}'], tests: 'file://t.csv' }, { 't.csv': csv });
    expect(read.body.inputs).toEqual([
      { id: 'sum', text: 'What is 2+2?' },
      { id: 'test-1', text: 'Capital?' },
    ]);
    expect(await verdicts(read, '45', 0)).toMatchObject({ contains: 'pass', levenshtein: 'pass' });
    expect(await verdicts(read, '444', 0)).toMatchObject({ contains: 'pass', levenshtein: 'fail' });
    expect(await verdicts(read, 'Paris', 1)).toMatchObject({ 'contains-any': 'pass', equals: 'pass' });
    expect(told(read)).toEqual(['t.csv:1 __metadata:topic is no column that is read here']);
  });

  it('that cannot be asked are left out with their assertions, and said', () => {
    const assert = [{ type: 'is-json' }];
    const tests = [
      { vars: { a: 'kept' } },
      { vars: { a: '{{ b | upper }}', b: 'x' }, assert },
      { vars: { a: 'x' }, options: { transformVars: '({})' }, assert },
      { vars: { a: 'x' }, providerOutput: 'y', assert },
      { vars: { a: 'file://a.png' }, assert },
      { vars: ['a.yaml'], assert },
      { path: 'file://t.py', config: { size: 3 } },
      'https://example.org/t.csv',
    ];
    const read = imported({ prompts: ['{{a}}'], tests });
    expect(read.body.inputs).toEqual([{ id: 'test-1', text: 'kept' }]);
    expect(told(read)).toEqual([
      expect.stringMatching(/:6 test has a template that only Nunjucks runs.*it and its assertions \(1\) are left out/),
      expect.stringMatching(/:11 test changes its variables by code/),
      expect.stringMatching(/:17 test brings its output along/),
      expect.stringMatching(/:22 test is the file a\.png, which is no text/),
      'promptfooconfig.yaml:26 test has variables that are no record of names and values; it is left out',
      expect.stringMatching(/:30 tests are t\.py, which is no CSV, YAML, JSON or JSONL/),
      'promptfooconfig.yaml:31 config is not imported',
      expect.stringMatching(/:33 tests lie elsewhere/),
    ]);
  });

  it.each([
    [
      'of which none can be asked',
      { tests: [{ vars: { a: 'file://a.png' } }] },
      /has no test that can be imported\. Line/,
    ],
    ['whose lists make too many inputs', { tests: [{ vars: lists(5) }] }, /make 100000 inputs/],
    ['that are too long by their variables', { tests: [{ vars: LONG }] }, /has no test.* grows beyond/],
    ['that grow by their variables', { tests: [{ vars: bomb(9) }] }, /has no test.* grows beyond/],
    [
      'with more assertions than checks',
      { tests: [{ vars: { a: 'x' }, assert: Array(51).fill({ type: 'is-json' }) }] },
      /51 checks/,
    ],
    ['of a file that is not there', { tests: 'file://t.csv' }, 'line 3: the file t.csv was not given'],
    ['of a file that is broken', { tests: 'file://t.yaml' }, /^t\.yaml line 1, column 5/],
    ['with what no text may hold', { tests: [{ vars: { a: 'x\u0000' } }] }, /NUL|character/],
  ])('%s are refused', (_, more, message) =>
    expect(() => imported({ prompts: ['{{a}}'], ...more }, { 't.yaml': 'a: [' })).toThrow(message),
  );
});

function lists(count: number): Record<string, string[]> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`v${at}`, 'abcdefghij'.split('')]));
}

function bomb(depth: number): Record<string, string> {
  const level = (at: number): [string, string] => [`v${at}`, `{{v${at + 1}}}`.repeat(50)];
  return {
    a: '{{v0}}',
    ...Object.fromEntries(Array.from({ length: depth }, (_, at) => level(at))),
    [`v${depth}`]: 'x',
  };
}

describe('An assertion without a counterpart', () => {
  const why = (assertion: object, test: object = {}, files = {}) => {
    const read = imported({ prompts: ['{{a}}'], tests: [{ vars: { a: 'x' }, assert: [assertion], ...test }] }, files);
    expect(read.body.quality_checks).toEqual([]);
    const [only, ...others] = told(read);
    expect(others).toEqual([]);
    return only;
  };

  it.each([
    [{ type: 'cost', threshold: 1 }, /cost is not imported: it is about the call/],
    [{ type: 'perplexity' }, /it is about the call/],
    [{ type: 'not-similar', value: 'x' }, /not-similar is not imported: it is decided by a model/],
    [{ type: 'factuality', value: 'x' }, /it is decided by a model/],
    [{ type: 'python', value: 'x' }, /it is decided by a program/],
    [{ type: 'webhook', value: 'https://x' }, /it is decided by a program/],
    [{ type: 'select-best', value: 'x' }, /it compares the outputs/],
    [{ type: 'is-sql' }, /it needs a parser of SQL/],
    [{ type: 'is-refusal' }, /list of phrases/],
    [{ type: 'rouge-n', value: 'x' }, /tokens/],
    [{ type: 'is-valid-openai-tools-call' }, /calls of tools/],
    [{ type: 'newer-than-this' }, /it has a type that is not known here/],
    [{ type: 'constructor' }, /it has a type that is not known here/],
    [{ type: 'contains' }, /it needs a text/],
    [{ type: 'gleu', value: 'x', threshold: '{{a}}' }, /its threshold is no number/],
    [{ type: 'contains', value: 'x', weight: 0 }, /with weight 0 it never fails/],
    [{ type: 'contains', value: 'x', transform: 'output.trim()' }, /after a transform/],
    [{ type: 'contains', value: '{{ a | upper }}' }, /it has a template that only Nunjucks runs/],
    [{ type: 'contains', value: '{{ env.KEY }}' }, /no environment is read/],
    [{ type: 'contains', value: 'file://value.js' }, /takes its value from the program value\.js/],
    [{ type: 'contains-all', value: 'a, "b' }, /a quote that is not closed/],
    [{ type: 'not-regex', value: '(' }, /it is no regular expression/],
    [{ type: 'is-json', value: { properties: { a: { format: 'email' } } } }, /a schema with "format"/],
    [{ type: 'is-json', value: { items: [{}] } }, /a list of schemas/],
    [{ type: 'is-json', value: 'a: [' }, /a schema that is no YAML/],
    [{ type: 'is-json', value: { pattern: '(?=x)' } }, /RE2/],
    [{ type: 'word-count', value: { min: 3, max: 2 } }, /min is more than max/],
    [{ type: 'javascript', value: "require('fs').x" }, /it uses require, which the sandbox has not/],
    [{ type: 'javascript', value: 'context.trace.spans.length' }, /it uses trace of the test's context/],
    [{ type: 'javascript', value: '(output) => true' }, /it is a function/],
    [{ type: 'javascript', value: 'file://esm.js' }, /module\.exports/],
  ])('is named with its reason: %j', (assertion, reason) =>
    expect(why(assertion, {}, { 'esm.js': 'export default () => true;', 'value.js': '' })).toMatch(reason),
  );
  it('is one of a test whose output is transformed', () =>
    expect(why({ type: 'equals', value: 'x' }, { options: { transform: 'output.trim()' } })).toMatch(/transform/));
  it('is one of a test that a function decides', () =>
    expect(why({ type: 'equals', value: 'x' }, { assertScoringFunction: 'file://s.js' })).toMatch(/decides over all/));
  it('tells that a weight decides nothing', () => {
    const read = imported({ prompts: ['x'], tests: [{ assert: [{ type: 'equals', value: 'x', weight: 2 }] }] });
    expect(read.body.quality_checks).toHaveLength(1);
    expect(told(read)).toEqual([expect.stringMatching(/equals is imported without its weight/)]);
  });
});
