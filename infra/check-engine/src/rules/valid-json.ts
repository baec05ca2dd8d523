import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const validJson = defineRule({
  rule: 'valid_json',
  meaning: 'The output holds one JSON value that can be read.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['broken_format', 'truncate', 'empty'],
  evaluate: (_, { parsed }) =>
    unless(parsed === undefined ? { found: 'no JSON value that can be read', expected: 'one' } : undefined),
});
