import type { FieldRule, OutputSpec } from './definition.ts';

/** The names that an item's fields have in an output, each with its rule: those of an interval may be two. */
export const columnsOf = ({ fields = {} }: Pick<OutputSpec, 'fields'>): [name: string, rule: FieldRule][] =>
  Object.entries(fields).flatMap(([name, rule]): [string, FieldRule][] => {
    const { start, end } = typeof rule === 'string' ? {} : rule;
    return start !== undefined && end !== undefined
      ? [
          [start, rule],
          [end, rule],
        ]
      : [[name, rule]];
  });
