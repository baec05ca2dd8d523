import { z } from 'zod';
import { notApplicable, told, unless } from '../evaluation.ts';
import { equationsIn } from '../equations.ts';
import { near } from '../numbers.ts';
import { defineRule } from '../rule.ts';

export const arithmetic = defineRule({
  rule: 'arithmetic',
  meaning: 'Every calculation that the output writes out, such as 12 × 3 = 36, comes out so, rounded as it is written.',
  parameters: z.strictObject({ tolerance: z.number().min(0).default(0) }),
  example: {},
  guards: ['wrong_value'],
  evaluate({ tolerance }, { output }) {
    const equations = equationsIn(output);
    if (equations.length === 0) return notApplicable('The output writes out no calculation.');
    const wrong = equations.find(({ said, right, tolerance: rounding }) => !near(said, right, rounding + tolerance));
    return unless(wrong && { found: told(wrong.text), expected: `${wrong.right}`, span: wrong });
  },
});
