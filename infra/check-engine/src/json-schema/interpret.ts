import { APPLICATORS, Seen, type Holding, type Violation } from './applicators.ts';
import { ASSERTIONS } from './assertions.ts';
import { schemasIn, target, type Schema } from './places.ts';

/** Enough for any output that a model writes; a schema that multiplies its own work ends here. */
const MOST_STEPS = 200_000;
const DEEPEST = 500;
const LAST = ['unevaluatedItems', 'unevaluatedProperties'];

const pointed = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * JSON Schema 2020-12 for one document, interpreted: no code is generated, nothing is fetched, no pattern runs for ever.
 * Gives the first violation.
 */
export class Interpreter {
  private readonly keywords = new Map<Schema, readonly (readonly [string, unknown])[]>();
  private readonly targets = new Map<string, unknown>();
  private readonly all: ReadonlySet<Schema>;
  private readonly root: Schema;
  private steps = 0;

  constructor(root: Schema) {
    this.root = root;
    this.all = schemasIn(root);
    for (const schema of this.all) {
      const known = Object.entries(schema).filter(
        ([keyword]) => Object.hasOwn(ASSERTIONS, keyword) || Object.hasOwn(APPLICATORS, keyword),
      );
      this.keywords.set(
        schema,
        known.toSorted(([a], [b]) => Number(LAST.includes(a)) - Number(LAST.includes(b))),
      );
    }
  }

  violation(value: unknown): Violation | undefined {
    this.steps = 0;
    return this.hold(this.root, value, '#', new Seen(), 0);
  }

  private hold(schema: unknown, value: unknown, pointer: string, seen: Seen, depth: number): Violation | undefined {
    if (schema === true) return undefined;
    if (schema === false) return { pointer, value, keyword: 'false', given: false };
    if (++this.steps > MOST_STEPS || depth > DEEPEST) throw new Error('the schema takes too long on this output');
    const at = this.holding(schema as Schema, value, pointer, seen, depth + 1);
    for (const [keyword, given] of this.keywords.get(schema as Schema)!) {
      const assertion = ASSERTIONS[keyword];
      if (assertion && !assertion(given as never, value)) return at.fails(keyword);
      const found = assertion ? undefined : APPLICATORS[keyword]!(given as never, value, at);
      if (found) return found;
    }
    return undefined;
  }

  private holding(schema: Schema, value: unknown, pointer: string, seen: Seen, depth: number): Holding {
    return {
      schema,
      pointer,
      seen,
      here: (other, of) => {
        const inner = new Seen();
        const found = this.hold(other, of, pointer, inner, depth);
        if (!found) seen.add(inner);
        return found;
      },
      part: (other, of, name) => {
        const found = this.hold(other, of, pointed(pointer, name), new Seen(), depth);
        if (!found) seen.parts.add(name);
        return found;
      },
      fails: (keyword) => ({ pointer, value, keyword, given: schema[keyword] }),
      target: (reference) => this.target(reference),
    };
  }

  private target(reference: string): unknown {
    if (!this.targets.has(reference)) this.targets.set(reference, target(this.root, reference, this.all));
    return this.targets.get(reference);
  }
}
