import type { ResultsRow } from '@taskbench/contracts';
import type { CallRow } from '../projections/calls.ts';
import { estimate, type Drawing } from './estimate.ts';
import { byInput, repetitions } from './scores.ts';

const MOST_GROUPS = 12;

/** How often each declared field is right in the items that were matched. */
export const fieldsOf = (
  fields: readonly string[],
  calls: readonly CallRow[],
  inputs: readonly string[],
  drawing: Drawing,
): ResultsRow['fields'] =>
  fields.map((field, place) => {
    const scores = repetitions(calls, inputs, (call) => {
      const [right, compared] = call.fields?.[place] ?? [0, 0];
      return compared === 0 ? null : right / compared;
    });
    return { field, accuracy: estimate(byInput(scores), { ...drawing, binary: false }) };
  });

/** F1 on each group of inputs; nothing where there are none, or too many to read. */
export function groupsOf(f1: ReadonlyMap<string, number | null>, drawing: Drawing): ResultsRow['groups'] {
  const names = [...new Set(drawing.groups.values())].sort((a, b) => (a < b ? -1 : 1));
  if (names.length > MOST_GROUPS) return [];
  return names.map((group) => {
    const own = new Map([...f1].filter(([input]) => drawing.groups.get(input) === group));
    return { group, f1: estimate(own, { ...drawing, groups: new Map() }) };
  });
}
