import type { EvaluationView, TaskView } from '@taskbench/contracts';
import { post, type Sample } from './sample.ts';

const REPETITIONS = 100;
/** Beside the sample's six. */
const MORE_CHECKS = [
  { rule: 'character_count', min: 2, max: 20_000 },
  { rule: 'item_count', min: 0, max: 100 },
];

/** Scores recorded outputs of the sample, eight checks each: seconds for all of it, and from its acceptance on. */
export async function scoreImported(
  at: (path: string) => string,
  { task, inputs: known }: Sample,
  count: number,
): Promise<{ calls: number; seconds: number; accepting: number }> {
  const { name, description, output } = task;
  const inputs = known.map(({ id, text, gold }) => ({ id, text, gold }));
  const rules = [...task.quality_checks.map(({ validation_rule }) => validation_rule), ...MORE_CHECKS];
  const checks = rules.map((validation_rule, place) => ({
    name: `Check ${place + 1}`,
    description: validation_rule.rule,
    severity: 'warning',
    validation_rule,
  }));
  const { id: task_id } = await post<TaskView>(at('/tasks'), {
    name,
    description,
    output,
    inputs,
    quality_checks: checks,
  });
  const outputs = Array.from({ length: count }, (_, place) => {
    const { id: input_id, gold } = inputs[place % inputs.length]!;
    const cell = Math.floor(place / inputs.length);
    const [label, repetition] = [`system ${Math.floor(cell / REPETITIONS)}`, cell % REPETITIONS];
    return { label, input_id, repetition, text: said(gold, place), latency_ms: 100 };
  });
  const repetitions = Math.min(REPETITIONS, Math.ceil(count / inputs.length));
  const began = performance.now();
  const { id } = await post<EvaluationView>(at('/evaluations'), { task_id, outputs, repetitions });
  const accepting = (performance.now() - began) / 1_000;
  for (;;) {
    const { progress, ended_at } = (await (await fetch(at(`/evaluations/${id}`))).json()) as EvaluationView;
    if (ended_at) return { calls: progress.scored, seconds: (performance.now() - began) / 1_000, accepting };
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The gold in this form, with what is wrong in every third and a text of its own in each, so that none is stored once for all. */
function said(gold: unknown, place: number): string {
  const items = Array.isArray(gold) ? gold : (gold as { action_items: Record<string, unknown>[] }).action_items;
  const wrong = place % 3 === 0 ? items.slice(1) : items;
  const noted = wrong.map((item) => ({ ...item, note: `as said in the notes, the ${place}th time they were read` }));
  return JSON.stringify({ action_items: noted }, null, 2);
}
