import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { found, Path } from '../json-path.ts';
import { defineRule } from '../rule.ts';

export const jsonPathCount = defineRule({
  rule: 'json_path_count',
  meaning: 'The number of values that this JSONPath finds in the output lies within these bounds.',
  parameters: counting({ path: Path }),
  example: { path: '$.chapters[*].title', min: 3 },
  guards: ['drop', 'invent', 'missing_field', 'empty'],
  evaluate: ({ path, ...within }, { parsed }) =>
    unless(outside(parsed === undefined ? 0 : found(path, parsed).length, within, `values at ${path}`)),
});
