import { canonical } from '@taskbench/contracts';
import { z } from 'zod';
import { fail, told, unless } from '../evaluation.ts';
import { placeOf } from '../items.ts';
import { found, Path } from '../json-path.ts';
import { near } from '../numbers.ts';
import { defineRule } from '../rule.ts';

export const jsonPathEquals = defineRule({
  rule: 'json_path_equals',
  meaning: 'This JSONPath finds something in the output, and all that it finds equals this JSON value.',
  parameters: z.strictObject({
    path: Path,
    value: z.json().meta({ title: 'any JSON value' }),
    tolerance: z.number().min(0).default(0),
  }),
  example: { path: '$.total', value: 42.5, tolerance: 0.01 },
  guards: ['wrong_value', 'wrong_type', 'missing_field', 'empty'],
  evaluate({ path, value, tolerance }, { parsed, output }) {
    const values = parsed === undefined ? [] : found(path, parsed);
    if (values.length === 0) return fail({ found: `nothing at ${path}`, expected: told(value) });
    const equal = (one: unknown): boolean =>
      typeof one === 'number' && typeof value === 'number'
        ? near(one, value, tolerance)
        : canonical(one) === canonical(value);
    const odd = values.find((one) => !equal(one));
    if (odd === undefined) return unless(undefined);
    return fail({ found: `${told(odd)} at ${path}`, expected: told(value), span: placeOf(output, odd) });
  },
});
