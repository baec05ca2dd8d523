import { z } from 'zod';
import { defineRule, unless } from '../rule.ts';

export const validJson = defineRule({
  rule: 'valid_json',
  meaning: 'The output holds one JSON value that can be read.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['broken_format', 'truncate', 'empty'],
  evaluate: (_, { parsed }) =>
    unless(parsed === undefined ? 'No JSON value could be read from the output.' : undefined),
});
