import { columnsOf, type FieldRule, type Matcher, type OutputSpec } from '@taskbench/contracts';
import type { AnswerSchema } from '@taskbench/models';

const text = { type: ['string', 'null'] };
const TYPES: Readonly<Partial<Record<Matcher, object>>> = {
  number: { type: ['number', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  set: { type: 'array', items: { type: 'string' } },
};
const matcherOf = (rule: FieldRule): Matcher => (typeof rule === 'string' ? rule : rule.match);
const typeOf = (rule: FieldRule): object => TYPES[matcherOf(rule)] ?? text;

// Whatever is right can be said in their type. What is compared exactly may be a number or a list, and a set that is left
// out is no empty one: a model that is held to the schema could not say so.
const SURE: ReadonlySet<Matcher> = new Set(['text', 'fuzzy', 'number', 'date', 'time', 'boolean']);

/**
 * The JSON Schema of a task's answers, in the form that providers take strictly: every field is there, null where it says
 * nothing, and no other. It is `strict` where no right answer is lost by that. Null for answers that are no list
 * under a name, or whose fields are not declared.
 */
export function schemaOf(output: OutputSpec): AnswerSchema | null {
  const columns = columnsOf(output);
  const list = typeof output.items === 'string' ? /^\$\.([A-Za-z_]\w*)$/.exec(output.items)?.[1] : undefined;
  if (output.format !== 'json' || columns.length === 0 || list === undefined) return null;
  const properties = Object.fromEntries(columns.map(([name, rule]) => [name, typeOf(rule)]));
  const item = exactly(properties);
  const strict = columns.every(([, rule]) => SURE.has(matcherOf(rule)));
  return { name: 'answer', ...(strict && { strict }), schema: exactly({ [list]: { type: 'array', items: item } }) };
}

const exactly = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
