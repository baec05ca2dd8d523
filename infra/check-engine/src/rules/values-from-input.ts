import { z } from 'zod';
import { fail, told, unless } from '../evaluation.ts';
import { leaves, placeOf } from '../items.ts';
import { inputNumbersOf } from '../numbers.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedInputOf } from '../text.ts';

export const valuesFromInput = defineRule({
  rule: 'values_from_input',
  meaning:
    'Every text and number in the JSON of the output occurs in the input, but for those in the fields excepted here.',
  parameters: z.strictObject({ except: z.array(Field).max(50).default([]) }),
  example: { except: ['category'] },
  guards: ['invent', 'wrong_value'],
  evaluate({ except }, context) {
    const { parsed, output } = context;
    if (parsed === undefined) return fail({ found: 'no JSON value that can be read', expected: 'one' });
    const said = foldedInputOf(context);
    const numbers = inputNumbersOf(context);
    const invented = leaves(parsed, new Set(except)).find((value) =>
      typeof value === 'string'
        ? !said.includes(folded(value))
        : typeof value === 'number' && !numbers.has(Math.abs(value)),
    );
    if (invented === undefined) return unless(undefined);
    return fail({ found: told(invented), expected: 'what the input says', span: placeOf(output, invented) });
  },
});
