import { z } from 'zod';
import { outside } from '../bounds.ts';
import { told, unless } from '../evaluation.ts';
import { readDelimited } from '../delimited.ts';
import { Fields } from '../parameters.ts';
import { defineRule } from '../rule.ts';

const count = z.int().min(0).max(1_000_000).optional();

export const csv = defineRule({
  rule: 'csv',
  meaning: 'The output is CSV (RFC 4180) with these columns in its first line, and as many fields in every row.',
  parameters: z.strictObject({
    columns: Fields,
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    min_rows: count,
    max_rows: count,
  }),
  example: { columns: ['owner', 'action', 'due'], min_rows: 1 },
  guards: ['broken_format', 'code_fence', 'filler_text', 'missing_field', 'truncate', 'empty'],
  evaluate({ columns, delimiter, min_rows, max_rows }, { output }) {
    const rows = readDelimited(output, delimiter);
    if (!Array.isArray(rows)) return unless({ found: rows.text, expected: 'CSV', span: rows });
    const [head, ...body] = rows;
    const named = head?.fields.map((name) => name.trim()) ?? [];
    if (named.length !== columns.length || columns.some((column, at) => column !== named[at]))
      return unless({ found: `the columns ${told(named)}`, expected: told(columns), span: head });
    const odd = body.find(({ fields }) => fields.length !== columns.length);
    if (odd) return unless({ found: `a row of ${odd.fields.length} fields`, expected: `${columns.length}`, span: odd });
    return unless(outside(body.length, { min: min_rows, max: max_rows }, 'rows', body));
  },
});
