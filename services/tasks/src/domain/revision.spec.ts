import { CreateTask, OutputSpec, type TaskDefinition } from '@taskbench/contracts';
import { definitionOf } from './definition.ts';
import { revised } from './revision.ts';

const before = definitionOf({ name: 'T', description: 'd', inputs: [{ id: 'a', text: 'x', gold: { items: [1] } }] });
const after = (from: TaskDefinition, change: Parameters<typeof revised>[1]) =>
  definitionOf(CreateTask.parse(revised(from, change)));

describe('A changed task', () => {
  it('keeps what the change does not name', () => {
    expect(after(before, { name: 'U' })).toEqual({ ...before, name: 'U' });
  });
  it('can be changed while it has no inputs', () => {
    expect(after(definitionOf({ name: 'T', description: 'd' }), { name: 'U' })).toMatchObject({
      name: 'U',
      inputs: [],
    });
  });
  it('takes gold alone in place of its inputs', () => {
    expect(after(before, { gold_data: ['a'] }).inputs).toEqual([{ id: 'input-1', text: 'd', gold: ['a'] }]);
  });
  it('infers its output again from new gold', () => {
    expect(after(before, { gold_data: 'bug' }).output.format).toBe('label');
  });
  it('keeps an output that somebody described, whatever the gold', () => {
    const output = OutputSpec.parse({ format: 'json', items: '$.other' });
    expect(after({ ...before, output }, { gold_data: 'bug' }).output).toEqual(output);
  });
});
