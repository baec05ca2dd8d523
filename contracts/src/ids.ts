import { z } from 'zod';

export const TaskId = z.uuid();
export const EvaluationId = z.uuid();
/** `<evaluation>-<ordinal>`, or `<task>-g<task version>` for a check generation: planning again makes the same id. */
export const CallId = z.string().min(1).max(80);
/** Names the text it stands for: a keyed hash (HMAC-SHA-256, hex) under its task's own key. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest in hex');
/** A name that people gave: not a text, so it stays when the texts are shredded. */
export const Label = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(120, 'must be at most 120 characters')
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must not contain control characters');
