import { ruleDocs } from '@taskbench/check-engine';
import { OutputSpec, type TaskDefinition } from '@taskbench/contracts';
import { generationPrompt } from './prompt.ts';

const input = (at: number, gold?: unknown) => ({
  id: `i${at}`,
  text: `transcript ${at}`,
  ...(gold !== undefined && { gold: gold as string }),
});
const task: TaskDefinition = {
  name: 'Standup',
  description: 'Extract action items',
  output: OutputSpec.parse({
    items: '$.items',
    fields: { owner: 'exact', due: 'date', action: { match: 'fuzzy', weight: 2 } },
    threshold: 0.77,
  }),
  inputs: [input(0), input(1, 'one'), input(2, 'two'), input(3, 'three'), input(4, 'four')],
  constraints: ['Owners are named in the notes'],
  evaluation_criteria: ['Recall matters most'],
};
const prompt = generationPrompt(task);

describe('The prompt for checks', () => {
  it('says what to answer with, and names every rule with its parameters and an example', () => {
    expect(prompt).toContain('{"checks":[{"name":');
    for (const { rule, meaning, signature, example } of ruleDocs().filter(
      ({ family }) => family !== 'other' && family !== 'imported',
    ))
      expect(prompt).toContain(`- ${rule} ${signature}: ${meaning} Example: ${JSON.stringify(example)}`);
    expect(prompt).not.toMatch(/^- (lambda|judge|by_input) /m);
    expect(prompt.length).toBeLessThan(25_000);
  });
  it('describes the task, its constraints and its output', () => {
    expect(prompt).toContain('The task "Standup":\nExtract action items');
    expect(prompt).toContain('- Owners are named in the notes');
    expect(prompt).toMatch(
      /^Its output: \{"format":"json","items":"\$\.items","fields":\{"owner":"value","due":"date","action":"value"\}\}$/m,
    );
  });
  it('does not say how outputs are scored', () => {
    expect(prompt).not.toMatch(/0\.77|threshold|fuzzy|weight|Recall matters/);
  });
  it('shows at most three inputs, those with their gold', () => {
    expect(prompt).toContain('transcript 1\nRight answer:\n"one"');
    expect(prompt).toContain('transcript 3');
    expect(prompt).not.toMatch(/transcript [04]/);
  });
  it('shortens long inputs and gold', () => {
    const long = generationPrompt({
      ...task,
      inputs: [{ id: 'a', text: 'x'.repeat(90_000), gold: 'y'.repeat(90_000) }],
    });
    expect(long.length - prompt.length).toBeLessThan(4_000);
  });
  it('does without examples where a task has no inputs, and without gold where it has none', () => {
    expect(generationPrompt({ ...task, inputs: [] })).not.toContain('Examples');
    expect(generationPrompt({ ...task, inputs: [input(7)] })).toMatch(/transcript 7$/);
  });
});
