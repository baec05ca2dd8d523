import { canonical } from '@taskbench/contracts';
import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const equals = defineRule({
  rule: 'equals',
  meaning:
    'The output is exactly this text, character by character; where the value is no text, the whole output is JSON that equals it.',
  parameters: z.strictObject({ value: z.json().meta({ title: 'any JSON value' }) }),
  example: { value: 'Paris' },
  guards: ['wrong_value', 'filler_text', 'refusal', 'empty'],
  evaluate({ value }, { output }) {
    const equal = typeof value === 'string' ? output === value : canonicalOf(output) === canonical(value);
    return unless(equal ? undefined : { found: told(output), expected: told(value) });
  },
});

function canonicalOf(output: string): string | undefined {
  try {
    return canonical(JSON.parse(output));
  } catch {
    return undefined; // no JSON equals no value
  }
}
