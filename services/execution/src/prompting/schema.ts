import { columnsOf, type FieldRule, type Matcher, type OutputSpec } from '@taskbench/contracts';

const text = { type: ['string', 'null'] };
const TYPES: Readonly<Partial<Record<Matcher, object>>> = {
  number: { type: ['number', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  set: { type: 'array', items: { type: 'string' } },
};
const typeOf = (rule: FieldRule): object => TYPES[typeof rule === 'string' ? rule : rule.match] ?? text;

/**
 * The JSON Schema of a task's answers, in the form that providers take strictly: every field is there, null where it says
 * nothing, and no other. Null for answers that are no list under a name, or whose fields are not declared.
 */
export function schemaOf(output: OutputSpec): { name: string; schema: Record<string, unknown> } | null {
  const columns = columnsOf(output);
  const list = typeof output.items === 'string' ? /^\$\.([A-Za-z_]\w*)$/.exec(output.items)?.[1] : undefined;
  if (output.format !== 'json' || columns.length === 0 || list === undefined) return null;
  const properties = Object.fromEntries(columns.map(([name, rule]) => [name, typeOf(rule)]));
  const item = exactly(properties);
  return { name: 'answer', schema: exactly({ [list]: { type: 'array', items: item } }) };
}

const exactly = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
