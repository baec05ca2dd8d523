import type { CreateTask } from '@taskbench/contracts';
import type { Files } from '../read-yaml.ts';
import type { Asked } from './asserted.ts';
import { labelOf } from './label.ts';
import { Unmapped, type Notices } from './notices.ts';
import type { Sited } from './sited.ts';
import { placesIn, rendered, replaced, type Vars } from './template.ts';
import type { Test } from './tests.ts';
import { combinations, resolved } from './vars.ts';

/** An input by its id, with the test that it is of. */
export type Inputs = ReadonlyMap<string, Asked>;

/** The inputs of all tests: each combination of a test's variables with the prompt makes one. */
export function inputsOf(template: string, tests: readonly Test[], files: Files, notices: Notices): Inputs {
  const all = tests.flatMap((test) => {
    const { place } = test.sited;
    const sets = test.options['disableVarExpansion'] === true ? [test.vars] : combinations(test.vars, place);
    return sets.flatMap((vars) => notices.unless(place, 'test', () => askedOf(template, test, vars, files)) ?? []);
  });
  const names = all.map(({ test }) => nameOf(test.sited));
  const times = Map.groupBy(names, (name) => name);
  let next = 0;
  return new Map(
    all.map((asked, at) => {
      const name = names[at]!;
      if (name !== '' && times.get(name)!.length === 1) return [name, asked];
      do next++;
      while (times.has(`test-${next}`));
      return [`test-${next}`, asked];
    }),
  );
}

function askedOf(template: string, test: Test, given: Vars, files: Files): Asked {
  const { place } = test.sited;
  try {
    if (test.options['transformVars'] !== undefined)
      throw new Unmapped('changes its variables by code, which is not run');
    if (test.said['providerOutput'] !== undefined) throw new Unmapped('brings its output along, so no model is asked');
    const vars = resolved(given, files, place);
    const { prefix = '', suffix = '' } = test.options;
    const prompt = rendered(`${String(prefix)}${template}${String(suffix)}`, vars);
    if (prompt === '') throw new Unmapped('has an empty prompt');
    return { test, vars, prompt };
  } catch (error) {
    const count = test.asserts.length;
    const left = count === 0 ? 'it is' : `it and its assertions (${count}) are`;
    throw error instanceof Unmapped ? new Unmapped(`${error.message}; ${left} left out`) : error;
  }
}

const nameOf = ({ value }: Sited): string => {
  const { description } = value as { description?: unknown };
  return typeof description === 'string' ? labelOf(description) : '';
};

/**
 * The prompt and the texts that it is asked with. A prompt of one variable stays a template, whose input is that
 * variable; else the input is the whole prompt with its variables put in.
 */
export function textsOf(template: string, inputs: Inputs): Pick<CreateTask, 'prompt' | 'inputs'> {
  const [name, ...others] = new Set(placesIn(template));
  const bare = (asked: Asked) => !asked.test.options['prefix'] && !asked.test.options['suffix'];
  const alone = (asked: Asked) => typeof asked.vars[name ?? ''] === 'string' && asked.vars[name!] !== '' && bare(asked);
  const single = name !== undefined && others.length === 0 && [...inputs.values()].every(alone);
  return {
    prompt: single ? replaced(template, '{{input}}') : '{{input}}',
    inputs: [...inputs].map(([id, { vars, prompt }]) => ({ id, text: single ? String(vars[name] as string) : prompt })),
  };
}
