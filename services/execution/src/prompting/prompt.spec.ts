import { OutputSpec } from '@taskbench/contracts';
import { prompter, promptParts } from './prompt.ts';

const fields = { concept: 'fuzzy', span: { match: 'interval', start: 'start', end: 'end' }, tags: 'set' };

describe('What a model is told of the shape of its answer', () => {
  const told = (output: unknown) =>
    prompter({ name: 'a', description: 'Do it.', output: OutputSpec.parse(output), inputs: [] })('x')[0]!.content;

  it.each([
    [
      { items: '$.list', fields: { who: 'exact', at: 'time', tags: 'set' } },
      '{"list":[{"who":"text","at":"HH:MM:SS","tags":["text"]}]}',
    ],
    [{ format: 'csv', fields }, 'The header: concept,start,end,tags'],
    [{ format: 'csv' }, 'a header row, then one row for each item.'],
    [{ format: 'markdown', fields }, 'with the columns concept, start, end, tags.'],
    [{ format: 'markdown' }, 'or with the word none.'],
    [{ format: 'label' }, 'Answer with the label only.'],
  ])('%j', (output, ending) => expect(told(output).endsWith(ending)).toBe(true));
  it('is what the task says for a text: the pattern is for scoring', () =>
    expect(told({ format: 'text', items: { pattern: 'A: (\\d+)' } })).toBe('Do it.'));
});

describe('A template', () => {
  const task = {
    name: 'a',
    description: 'Find them.',
    constraints: ['Be short', 'Be right'],
    output_format: 'A list',
    output: OutputSpec.parse({ fields: { who: 'exact' } }),
    inputs: [],
    evaluation_criteria: ['SECRET-CRITERION'],
    prompt: 'Of {{input}}: {{ description }}',
  };
  const filled = (template?: string) => prompter(task, template)('x $& {{description}}')[0]!.content;

  it('is filled in once: what an input says is text', () =>
    expect(filled()).toBe('Of x $& {{description}}: Find them.'));
  it('may be another than the task has', () =>
    expect(filled('{{constraints}}|{{output_format}}|{{input}}')).toMatch(
      /^- Be short\n- Be right\|A list\n\nAnswer with JSON only, in this form[^|]*\|x/,
    ));
  it('shows nothing of how outputs are scored', () => {
    const all = filled('{{input}}{{description}}{{constraints}}{{output_format}}');
    expect(all).not.toMatch(/SECRET|exact|0\.85|threshold/);
  });
  it('is known by its parts, each where a person wrote it, without the input', () => {
    expect(promptParts(task)).toEqual([
      { part: 'prompt', text: 'Of  :  ' },
      { part: 'description', text: 'Find them.' },
    ]);
    expect(promptParts({ ...task, prompt: undefined }).map(({ part }) => part)).toEqual([
      'description',
      'constraints.0',
      'constraints.1',
      'output_format',
    ]);
    expect(promptParts(task, 'Do {{input}}', 'prompts.short')).toEqual([{ part: 'prompts.short', text: 'Do  ' }]);
  });
});
