import { z } from 'zod';
import { shown, told, type Objection } from '../evaluation.ts';
import { placeOf } from '../items.ts';
import { Interpreter } from './interpret.ts';
import { objectionToSchema } from './objection.ts';

/** A JSON Schema 2020-12 as a parameter. */
export const Schema = z.record(z.string(), z.unknown()).superRefine((schema, issues) => {
  const objection = objectionToSchema(schema);
  if (objection !== undefined) issues.addIssue({ code: 'custom', message: objection });
});

const kept = new WeakMap<object, Interpreter>();

function interpreter(schema: Record<string, unknown>): Interpreter {
  const made = kept.get(schema) ?? new Interpreter(schema);
  kept.set(schema, made);
  return made;
}

/** What to say of a value that is not valid under a schema. */
export function objectionUnder(schema: Record<string, unknown>, value: unknown, output: string): Objection | undefined {
  const violation = interpreter(schema).violation(value);
  if (!violation) return undefined;
  const { pointer, value: found, keyword, given } = violation;
  const span = placeOf(output, found);
  return { found: `${told(found)} at ${shown(pointer)}`, expected: `"${keyword}": ${told(given)}`, span };
}
