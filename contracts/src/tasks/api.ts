import { z } from 'zod';
import { Label, TaskId } from '../ids.ts';
import { QualityCheckBody } from '../checks/api.ts';
import { OutputSpec, TaskInput } from './definition.ts';
import { Prompts, Template } from './template.ts';

const TaskBody = z.strictObject({
  name: Label,
  description: z.string().trim().min(1, 'must not be empty').max(20_000),
  domain: z.string().max(200).optional(),
  input_format: z.string().max(2_000).optional(),
  output_format: z.string().max(2_000).optional(),
  output: OutputSpec.optional(),
  inputs: z
    .array(TaskInput.extend({ id: Label.optional() }))
    .min(1, 'must not be empty: leave it out or give at least one input')
    .max(10_000)
    .optional(),
  /** Gold alone: the task's one input is its description. */
  gold_data: z.json().optional(),
  prompt: Template.optional(),
  prompts: Prompts.optional(),
  constraints: z.array(z.string().max(2_000)).max(50).optional(),
  evaluation_criteria: z.array(z.string().max(2_000)).max(50).optional(),
  /** Checks may run code (the rule `lambda`), in a sandbox. */
  allow_code: z.boolean().optional(),
  quality_checks: z.array(QualityCheckBody).max(50).optional(),
});

/** Gold stands in one place, and no two inputs are called the same. */
function consistent(
  { inputs = [], gold_data }: z.infer<ReturnType<typeof TaskBody.partial>>,
  issues: z.RefinementCtx,
): void {
  if (gold_data !== undefined && inputs.length > 0) {
    issues.addIssue({
      code: 'custom',
      path: ['gold_data'],
      message: 'goes with a task without inputs; give each input its gold instead',
    });
  }
  const seen = new Map<string, number>();
  inputs.forEach(({ id }, index) => {
    if (id === undefined) return;
    if (seen.has(id)) {
      issues.addIssue({
        code: 'custom',
        path: ['inputs', index, 'id'],
        message: `"${id}" is also the id of input ${seen.get(id)}`,
      });
    }
    seen.set(id, index);
  });
}

/** The body of `POST /tasks`. Without `quality_checks` they are generated; `[]` means none. */
export const CreateTask = TaskBody.superRefine(consistent);
export type CreateTask = z.infer<typeof CreateTask>;

/** The body of `PATCH /tasks/{id}`: what is given replaces what was; the rest stays. */
// zod refuses `.partial()` on a schema that is refined, so the refinement is put on again.
export const ReviseTask = TaskBody.partial().superRefine(consistent);
export type ReviseTask = z.infer<typeof ReviseTask>;

/** `?wait=`: seconds that the reply waits for generated checks. */
export const CreateTaskQuery = z.strictObject({ wait: z.coerce.number().min(0).max(120).default(30) });

/** What every import says beside its file; a CSV or JSONL holds inputs only, so the task is described here. */
export const ImportQuery = CreateTaskQuery.extend({
  file_name: z.string().min(1).max(300).optional(),
  into: TaskId.optional().meta({
    description: 'The task that the file becomes a new version of; where it is the same, none',
  }),
  name: Label.optional(),
  description: TaskBody.shape.description.optional(),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

/** The query of `POST /tasks/import/check`. */
export const CheckImportQuery = ImportQuery.extend({
  whole: z.enum(['true', 'false']).default('false').meta({ description: 'true: with the task as it would be' }),
});
export type CheckImportQuery = z.infer<typeof CheckImportQuery>;

const USE_CASE = 'USE-CASE.md';

/** The JSON body of `POST /tasks/import`: a task's YAML with the files that it names, or the files of a use-case folder. */
export const ImportTask = z
  .strictObject({
    yaml: z.string().min(1, 'must not be empty').max(5_000_000).optional(),
    file_name: z.string().max(300).default('task.yaml'),
    files: z.record(z.string().max(300), z.string().max(2_000_000)).default({}),
  })
  .refine(({ yaml, files }) => (yaml !== undefined) !== Object.hasOwn(files, USE_CASE), {
    path: ['yaml'],
    message: `is missing, or files has a ${USE_CASE} as well: give one of them`,
  });
export type ImportTask = z.infer<typeof ImportTask>;

/** `?format=`: a task as a file. CSV and JSONL hold its inputs, YAML and zip all of it. */
export const ExportQuery = z.strictObject({ format: z.enum(['yaml', 'csv', 'jsonl', 'zip']).default('yaml') });
export type ExportQuery = z.infer<typeof ExportQuery>;

/** How each kind of task file is called over HTTP. */
export const TASK_FILES = {
  yaml: ['application/yaml', 'text/yaml', 'application/x-yaml', 'text/x-yaml'],
  csv: ['text/csv'],
  jsonl: ['application/jsonl', 'application/x-ndjson', 'application/x-jsonlines'],
  zip: ['application/zip', 'application/x-zip-compressed'],
} as const satisfies Record<ExportQuery['format'], readonly string[]>;
