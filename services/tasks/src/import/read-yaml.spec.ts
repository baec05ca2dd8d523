import { readYaml } from './read-yaml.ts';

const read = (yaml: string, files = {}) => readYaml({ yaml, file_name: 'task.yaml', files });
const files = { 'data/a.txt': 'Ana ships it', 'gold/a.json': '{"items":[]}' };
const good = `version: 1
name: standup
description: Extract action items
inputs:
  - { id: a, file: data/a.txt, gold: { file: gold/a.json } }
  - { id: b, text: hello, gold: [x] }
evaluation: { models: [sim/a], repetitions: 3, budget_usd: 1.5 }
`;
const plain = 'version: 1\nname: a\ndescription: b\ninputs:\n  - text: x\n';
const checks = (rule: string) => `${plain}quality_checks:\n  - name: c\n    validation_rule: ${rule}\n`;

describe("A task's YAML", () => {
  it('becomes a task with its files put in', () => {
    const { body, evaluation } = read(good, files);
    expect(body.inputs).toEqual([
      { id: 'a', text: 'Ana ships it', gold: { items: [] } },
      { id: 'b', text: 'hello', gold: ['x'] },
    ]);
    expect(evaluation).toEqual({ models: ['sim/a'], repetitions: 3, budget_usd: '1.50' });
  });

  it('takes gold files that are not JSON as text, and null as gold', () => {
    const yaml = `${plain}    gold: { file: gold/a.txt }\n  - { text: y, gold: null }\n`;
    expect(read(yaml, { 'gold/a.txt': 'bug\n' }).body.inputs?.map(({ gold }) => gold)).toEqual(['bug', null]);
  });

  it.each([
    [
      'a file that was not given',
      good,
      {},
      'inputs.0.file: task.yaml line 5, column 14: the file data/a.txt was not given.',
    ],
    [
      'a file that only the prototype has',
      plain.replace('text: x', 'file: constructor'),
      {},
      'the file constructor was not given',
    ],
    [
      'gold that is not JSON',
      good,
      { ...files, 'gold/a.json': '{' },
      /^inputs\.0\.gold\.file: task\.yaml line 5, column 40: gold\/a\.json is not JSON/,
    ],
    [
      'a misspelt field',
      good.replace('evaluation:', 'evalution:'),
      files,
      'evalution: task.yaml line 7, column 1: "evalution" is no field here',
    ],
    [
      'a misspelt field further in',
      good.replace('id: b', 'di: b'),
      files,
      'inputs.1.di: task.yaml line 6, column 7: "di" is no field here',
    ],
    ['broken YAML', 'version: 1\nname: [a', {}, /^task\.yaml line 2, column \d+: /],
    ['a later version', good.replace('version: 1', 'version: 2'), {}, 'version: task.yaml line 1, column 1: must be 1'],
    [
      'no inputs',
      'version: 1\nname: a\ndescription: b\ninputs: []\n',
      {},
      'inputs: task.yaml line 4, column 1: must not be empty',
    ],
    [
      'both text and file',
      good.replace('text: hello', 'text: hello, file: x'),
      {},
      'inputs.1: task.yaml line 6, column 5: needs either text or file',
    ],
    [
      'an empty file',
      good,
      { ...files, 'data/a.txt': '' },
      'inputs.0.text: task.yaml line 5, column 5: must not be empty',
    ],
    [
      'a template without its place',
      `${plain}prompt: hello\n`,
      {},
      'prompt: task.yaml line 6, column 1: must contain {{input}}',
    ],
    [
      'two inputs of one id',
      good.replace('id: b', 'id: a'),
      files,
      'inputs.1.id: task.yaml line 6, column 7: "a" is also the id of input 0',
    ],
    [
      'a rule that is none',
      checks('{ rule: run_python }'),
      {},
      /^quality_checks\.0\.validation_rule\.rule: task\.yaml line 8, column 24: "run_python" is no rule/,
    ],
    [
      'a rule with a parameter that it has not',
      checks('{ rule: valid_json, code: x }'),
      {},
      /^quality_checks\.0\.validation_rule.*: task\.yaml line 8/,
    ],
    [
      'code in a check that the task does not allow',
      checks('{ rule: lambda, code: "() => true" }'),
      {},
      'quality_checks.0.validation_rule: task.yaml line 8, column 5: runs code, which a task must allow: allow_code: true',
    ],
    [
      'a budget that is no amount',
      good.replace('1.5', '"abc"'),
      files,
      'evaluation.budget_usd: task.yaml line 7, column 48: must be an amount',
    ],
    ['an alias that names nothing', `${plain}domain: *nowhere\n`, {}, /^task\.yaml line 6, column 9: .*nowhere/],
  ])('is refused for %s', (_, yaml, given, message) => {
    expect(() => read(yaml, given)).toThrow(message);
  });

  it('is refused when it grows by aliases', () => {
    const level = (at: number) => `x${at}: &x${at} [${Array.from({ length: 10 }, () => `*x${at - 1}`).join(', ')}]\n`;
    const bomb = `x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}`;
    expect(() => read(bomb)).toThrow(/^task\.yaml line \d+, column \d+: Excessive alias count/);
  });
  it('is refused when it is nested without end', () => {
    expect(() => read('['.repeat(200_000))).toThrow(expect.objectContaining({ code: 'bad-yaml' }));
  });
});
