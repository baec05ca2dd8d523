import { z } from 'zod';
import { Label } from '../ids.ts';

/** How one field of an item is compared with its gold. */
export const Matcher = z.enum(['exact', 'text', 'fuzzy', 'number', 'date', 'time', 'interval', 'boolean', 'set']);
export type Matcher = z.infer<typeof Matcher>;

/** A matcher with what it needs. An interval may lie in two fields of the item, `start` and `end`. */
export const FieldRule = z.union([
  Matcher,
  z
    .strictObject({
      match: Matcher,
      weight: z.number().positive().default(1),
      /** Of a number, in its unit; of a time, in seconds. */
      tolerance: z.number().min(0).optional(),
      start: Label.optional(),
      end: Label.optional(),
    })
    .refine(({ start, end }) => (start === undefined) === (end === undefined), 'needs both start and end, or neither')
    .refine(({ match, start }) => start === undefined || match === 'interval', 'start and end go with match: interval'),
]);
export type FieldRule = z.infer<typeof FieldRule>;

const JSON_PATH = z.string().startsWith('$', 'must be a JSONPath that starts with $').max(200);

/** Where the answer stands within a text: an RE2 pattern with one group, and which of its matches counts. */
export const TextPattern = z.strictObject({
  pattern: z.string().min(1).max(500),
  which: z.enum(['first', 'last', 'all']).default('last'),
});
export type TextPattern = z.infer<typeof TextPattern>;

/** What an output looks like and how its items are held against the gold. */
export const OutputSpec = z
  .strictObject({
    format: z.enum(['json', 'json_lines', 'csv', 'markdown', 'text', 'label']).default('json'),
    /** A JSONPath to the list of items, for example `$.action_items`; for `text` a pattern. */
    items: z.union([JSON_PATH, TextPattern]).optional(),
    fields: z.record(Label, FieldRule).optional(),
    /** Pairs less similar than this cannot match. */
    threshold: z.number().min(0).max(1).default(0.85),
  })
  .superRefine(({ format, items }, issues) => {
    const wanted = format === 'text' ? 'object' : format === 'json' || format === 'json_lines' ? 'string' : null;
    if (items === undefined || typeof items === wanted) return;
    const message = wanted === null ? `goes with json, json_lines or text, not with ${format}` : WANTED[wanted];
    issues.addIssue({ code: 'custom', path: ['items'], message });
  });
const WANTED = {
  object: 'must be a pattern, { pattern: "A: *(\\d+)", which: last }, where the format is text',
  string: 'must be a JSONPath that starts with $, such as $.action_items',
} as const;
export type OutputSpec = z.infer<typeof OutputSpec>;

/** One case: what the model gets, and the right answer. */
export const TaskInput = z.strictObject({
  id: Label,
  text: z.string().min(1, 'must not be empty').max(2_000_000),
  gold: z.json().optional(),
  group: Label.optional(),
});
export type TaskInput = z.infer<typeof TaskInput>;

/** A task's version whole, as its manifest holds it: a text under the task's key. */
export const TaskDefinition = z.strictObject({
  name: Label,
  description: z.string().trim().min(1, 'must not be empty').max(20_000),
  domain: z.string().max(200).optional(),
  input_format: z.string().max(2_000).optional(),
  output_format: z.string().max(2_000).optional(),
  output: OutputSpec,
  inputs: z.array(TaskInput).max(10_000),
  prompt: z.string().max(100_000).optional(),
  /** Further prompts by name. */
  prompts: z.record(Label, z.string().max(100_000)).optional(),
  constraints: z.array(z.string().max(2_000)).max(50).optional(),
  evaluation_criteria: z.array(z.string().max(2_000)).max(50).optional(),
  /** Checks may run code (the rule `lambda`), in a sandbox. */
  allow_code: z.boolean().optional(),
});
export type TaskDefinition = z.infer<typeof TaskDefinition>;
