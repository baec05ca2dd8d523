import { readYaml } from './read-yaml.ts';

const read = (yaml: string, files = {}) => readYaml({ yaml, file_name: 'task.yaml', files });
const good = `version: 1
name: standup
description: Extract action items
inputs:
  - { id: a, file: data/a.txt, gold: { file: gold/a.json } }
  - { id: b, text: hello, gold: [x] }
evaluation: { models: [sim/a], repetitions: 3, budget_usd: 1.5 }
`;

describe("A task's YAML", () => {
  it('becomes a task with its files put in', () => {
    const { body, evaluation } = read(good, { 'data/a.txt': 'Ana ships it', 'gold/a.json': '{"items":[]}' });
    expect(body.inputs).toEqual([
      { id: 'a', text: 'Ana ships it', gold: { items: [] } },
      { id: 'b', text: 'hello', gold: ['x'] },
    ]);
    expect(evaluation).toEqual({ models: ['sim/a'], repetitions: 3, budget_usd: '1.50' });
  });

  it.each([
    ['a file that was not given', good, {}, /inputs\.0\.file: .*data\/a\.txt was not given/],
    ['gold that is not JSON', good, { 'data/a.txt': 'x', 'gold/a.json': '{' }, /inputs\.0\.gold\.file: .*not JSON/],
    ['a misspelt field, with its line', good.replace('inputs:', 'input:'), {}, /task\.yaml line \d+/],
    ['broken YAML, with line and column', 'version: 1\nname: [a', {}, /task\.yaml line \d+, column \d+/],
    ['a later version', good.replace('version: 1', 'version: 2'), {}, /version: task\.yaml line 1: must be 1/],
    ['no inputs', 'version: 1\nname: a\ndescription: b\ninputs: []\n', {}, /inputs: task\.yaml line 4: must not be empty/],
    ['both text and file', good.replace('text: hello', 'text: hello, file: x'), {}, /inputs\.1: task\.yaml line 6: needs either text or file/],
    ['a budget that is no amount', good.replace('1.5', '"abc"'), { 'data/a.txt': 'x', 'gold/a.json': '{}' }, /evaluation\.budget_usd/],
  ])('is refused for %s', (_, yaml, files, message) => {
    expect(() => read(yaml, files)).toThrow(message);
  });
});
