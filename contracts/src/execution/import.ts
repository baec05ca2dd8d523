import { z } from 'zod';
import { Label, TaskId } from '../ids.ts';
import { Usd } from '../money.ts';
import { Ranking } from '../scoring/ranking.ts';

const MOST_LABELS = 50;
const MOST_USD = 9_000_000;

/** An output of any system, as it was recorded. What is not given is not known. */
export const RecordedOutput = z.strictObject({
  /** Whose it is: any name, in no catalogue. */
  label: Label,
  input_id: z.string().min(1, 'must not be empty').max(120),
  /** The first is 0. */
  repetition: z.int().min(0),
  text: z.string().max(2_000_000),
  prompt_tokens: z.int().min(0).optional(),
  completion_tokens: z.int().min(0).optional(),
  cost_usd: Usd.optional(),
  latency_ms: z.number().min(0).optional(),
});
export type RecordedOutput = z.infer<typeof RecordedOutput>;

/** How outputs a line are called over HTTP; what goes with them is the query. */
export const OUTPUT_LINES = ['application/jsonl', 'application/x-ndjson', 'application/x-jsonlines'];

/** The query of `POST /evaluations` with outputs as JSONL; beside a body of JSON there is none. */
export const OutputLinesQuery = z.strictObject({
  task_id: TaskId.optional(),
  repetitions: z.coerce.number().int().min(1).max(100).optional(),
  seed: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  ranking: Ranking.optional(),
});
export type OutputLinesQuery = z.infer<typeof OutputLinesQuery>;

/** The body of `POST /evaluations` for outputs that are there already: they are scored, and no model is asked. */
export const ImportEvaluation = z
  .strictObject({
    task_id: TaskId,
    outputs: z.array(RecordedOutput).min(1, 'must hold at least one output'),
    repetitions: z.int().min(1).max(100).default(1),
    seed: z.int().min(0).max(2_147_483_647).optional(),
    ranking: Ranking.optional(),
  })
  .superRefine(({ outputs, repetitions }, issues) => {
    const refuse = (path: (string | number)[], message: string) =>
      issues.addIssue({ code: 'custom', path: ['outputs', ...path], message });
    const labels = new Set<string>();
    const cells = new Set<string>();
    let usd = 0;
    outputs.forEach(({ label, input_id, repetition, cost_usd = '0' }, at) => {
      if (labels.add(label).size > MOST_LABELS) refuse([at, 'label'], `is one of more than ${MOST_LABELS} labels`);
      if (repetition >= repetitions)
        refuse([at, 'repetition'], `must be under ${repetitions}, the number of repetitions; the first is 0`);
      if (cells.size === cells.add(JSON.stringify([label, input_id, repetition])).size)
        refuse([at], `"${label}" has another output for input "${input_id}" and repetition ${repetition}`);
      const before = usd;
      usd += Number(cost_usd);
      if (before < MOST_USD && usd >= MOST_USD) refuse([at, 'cost_usd'], 'brings the costs to 9 million USD or more');
    });
  });
export type ImportEvaluation = z.infer<typeof ImportEvaluation>;
