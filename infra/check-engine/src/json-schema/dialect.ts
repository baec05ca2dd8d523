import { draft2020, extendDraft, type Draft, type SchemaNode } from 'json-schema-library';
import { canonical } from '../json-path.ts';
import { matches } from '../pattern.ts';

type Keyword = Draft['keywords'][number];

/** Enough for any output that a model writes; a schema that multiplies its own work ends here. */
const MOST_STEPS = 200_000;
let steps = 0;

/** Runs a validation that is given up when it takes too many steps. */
export function counted<T>(validate: () => T): T {
  steps = 0;
  return validate();
}

const counting = (keyword: Keyword): Keyword => {
  const { validate } = keyword;
  if (!validate) return keyword;
  return {
    ...keyword,
    validate(given) {
      if (++steps > MOST_STEPS) throw new Error('the schema takes too long on this output');
      return validate(given);
    },
  };
};

/** A pattern as the interpreter uses it: RE2 in place of a RegExp, which could run for ever. */
const linear = (pattern: string): RegExp => ({ test: (text: string) => matches(pattern, text) }) as RegExp;

const known = (name: string): Keyword => draft2020.keywords.find(({ keyword }) => keyword === name)!;

const pattern: Keyword = {
  ...known('pattern'),
  parse(node) {
    const { pattern: text } = node.schema as { pattern?: unknown };
    if (typeof text === 'string') node.pattern = linear(text);
  },
};

const patternProperties: Keyword = {
  ...known('patternProperties'),
  parse(node) {
    const given = (node.schema as { patternProperties?: Record<string, object> }).patternProperties;
    if (!given || Object.keys(given).length === 0) return;
    node.patternProperties = Object.entries(given).map(([name, schema]) => ({
      name,
      pattern: linear(name),
      node: node.compileSchema(
        schema,
        `${node.evaluationPath}/patternProperties/${name}`,
        `${node.schemaLocation}/patternProperties/${name}`,
      ) as SchemaNode,
    }));
  },
};

/** The library compares all with all; this takes time in step with the list. */
const uniqueItems: Keyword = {
  ...known('uniqueItems'),
  validate({ node, data, pointer }) {
    if (!Array.isArray(data)) return undefined;
    const seen = new Set<string>();
    const twin = data.findIndex((value) => seen.size === seen.add(canonical(value)).size);
    if (twin < 0) return undefined;
    return node.createError('unique-items-error', {
      pointer: `${pointer}/${twin}`,
      duplicatePointer: pointer,
      arrayPointer: pointer,
      schema: node.schema,
      value: JSON.stringify(data[twin]),
    });
  },
};

/** JSON Schema 2020-12, interpreted: no code is generated, nothing is fetched, no pattern runs for ever. */
export const dialect: Draft = extendDraft(draft2020, {
  keywords: [
    ...draft2020.keywords.filter(({ keyword }) => !['pattern', 'patternProperties', 'uniqueItems'].includes(keyword)),
    pattern,
    patternProperties,
    uniqueItems,
  ].map(counting),
});
