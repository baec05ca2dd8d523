import { OutputSpec } from '@taskbench/contracts';
import { promptOf } from './prompt.ts';

const fields = { concept: 'fuzzy', span: { match: 'interval', start: 'start', end: 'end' }, tags: 'set' };

describe('What a model is told of the shape of its answer', () => {
  const told = (output: unknown) =>
    promptOf({ name: 'a', description: 'Do it.', output: OutputSpec.parse(output), inputs: [] }, { text: 'x' })[0]!
      .content;

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
