import { definitionOf, inferredOutput } from './definition.ts';

describe('A task definition', () => {
  it('takes gold alone as the gold of a single input', () => {
    const made = definitionOf({ name: 'T', description: 'Extract concepts', gold_data: { concepts: ['A', 'B'] } });
    expect(made.inputs).toEqual([{ id: 'input-1', text: 'Extract concepts', gold: { concepts: ['A', 'B'] } }]);
    expect(made.output).toMatchObject({ format: 'json', items: '$.concepts', threshold: 0.85 });
  });

  it('gives inputs without an id one that no other has', () => {
    const made = definitionOf({
      name: 'T',
      description: 'd',
      inputs: [{ text: 'a' }, { id: 'input-1', text: 'b' }, { text: 'c' }],
    });
    expect(made.inputs.map(({ id }) => id)).toEqual(['input-2', 'input-1', 'input-3']);
  });

  it.each([
    ['a label', 'bug', { format: 'label' }],
    ['a text of two lines', 'first\nsecond', { format: 'text' }],
    ['a list', ['a'], { format: 'json', items: '$' }],
    ['an object around one list', { items: [1], note: 'x' }, { format: 'json', items: '$.items' }],
  ])('infers its output from gold that is %s', (_, gold, expected) => {
    expect(inferredOutput([undefined, gold])).toMatchObject(expected);
  });

  it('infers no items path where two lists could be meant', () => {
    expect(inferredOutput([{ a: [], b: [] }]).items).toBeUndefined();
  });
});
