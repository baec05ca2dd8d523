import type { TaskView } from '@taskbench/contracts';
import { ask } from './client.ts';
import type { TestStack } from './stack.ts';

const gold = { who: 'Ann', what: 'call the bank' };

/** A task with an input that has something to find, and one that has nothing. */
export async function edgeTask(stack: TestStack): Promise<string> {
  const { status, body } = await ask<TaskView>(stack, 'POST', '/tasks', {
    name: 'edges',
    description: 'Find who has to do what.',
    output: { format: 'json', fields: { who: 'exact', what: 'fuzzy' } },
    inputs: [
      { id: 'full', text: 'Ann has to call the bank.', gold: [gold] },
      { id: 'empty', text: 'Nothing is left to do.', gold: [] },
    ],
    quality_checks: [],
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

/** The rows of the table of edge cases: what was said to which input, and accuracy, hallucination rate, completeness, F1 of it. */
export const EDGES = [
  { label: 'no items, gold not empty', input_id: 'full', text: '[]', is: [0, null, 0, 0] },
  { label: 'no items, gold empty', input_id: 'empty', text: '[]', is: [1, null, null, 1] },
  { label: 'invented, gold empty', input_id: 'empty', text: '[{"who":"Ann"}]', is: [0, 1, null, 0] },
  { label: 'parse failure, gold not empty', input_id: 'full', text: 'Sorry.', is: [0, null, 0, 0] },
  { label: 'parse failure, gold empty', input_id: 'empty', text: 'Sorry.', is: [0, null, null, 0] },
  { label: 'said twice', input_id: 'full', text: JSON.stringify([gold, gold]), is: [0.5, 0.5, 1, 2 / 3] },
] as const;

/** The same as outputs to import, each of a system of its own. */
export const edgeOutputs = EDGES.map(({ label, input_id, text }) => ({ label, input_id, repetition: 0, text }));
