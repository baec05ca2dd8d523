import type { QualityCheckBody } from '@taskbench/contracts';
import type { Held } from './asserted.ts';
import type { Rule } from './mapped-types.ts';

interface Case {
  readonly inputs: string[];
  readonly of: Rule;
}

/**
 * What must hold of each input's output as checks: the first `contains` of every input is one check, the second ones
 * another. A check that asks the same of every input is that rule alone.
 */
export function checksOf(held: ReadonlyMap<string, readonly Held[]>): QualityCheckBody[] {
  const checks = new Map<string, Map<string, Case>>();
  for (const [input, all] of held) {
    const times = new Map<string, number>();
    for (const { name, rule } of all) {
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      const check = kept(checks, time === 1 ? name : `${name} (${time})`, () => new Map<string, Case>());
      kept(check, JSON.stringify(rule), (): Case => ({ inputs: [], of: rule })).inputs.push(input);
    }
  }
  return [...checks].map(([name, cases]) => ({
    name,
    description: '',
    validation_rule: joined([...cases.values()], held.size),
    severity: 'warning',
  }));
}

function joined(cases: readonly Case[], inputs: number): Rule {
  const [only] = cases;
  return cases.length === 1 && only!.inputs.length === inputs ? only!.of : { rule: 'by_input', cases };
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const made = map.get(key) ?? make();
  map.set(key, made);
  return made;
}
