import { z } from 'zod';
import { outside } from '../bounds.ts';
import { told, unless } from '../evaluation.ts';
import { Fields } from '../parameters.ts';
import { defineRule, type Context } from '../rule.ts';
import { linesOf } from '../text.ts';

const count = z.int().min(0).max(100_000).optional();

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

const isRule = (line: string): boolean => line.includes('-') && cells(line).every((cell) => /^:?-+:?$/.test(cell));

/** The first Markdown table: its head and its rows, each with its place. */
function tableOf(context: Context) {
  const all = linesOf(context);
  const rule = all.findIndex(
    ({ text }, at) => at > 0 && text.includes('|') && isRule(text) && all[at - 1]!.text.includes('|'),
  );
  if (rule < 0) return undefined;
  const end = all.findIndex(({ text }, at) => at > rule && !text.includes('|'));
  return { head: all[rule - 1]!, rows: all.slice(rule + 1, end < 0 ? undefined : end) };
}

export const markdownTable = defineRule({
  rule: 'markdown_table',
  meaning: 'The output has a Markdown table with these columns, and as many cells in every row.',
  parameters: z.strictObject({ columns: Fields, min_rows: count, max_rows: count }),
  example: { columns: ['Owner', 'Action'], min_rows: 1 },
  guards: ['broken_format', 'missing_field', 'truncate', 'empty'],
  evaluate({ columns, min_rows, max_rows }, context) {
    const table = tableOf(context);
    if (!table) return unless({ found: 'no Markdown table', expected: 'one' });
    const named = cells(table.head.text);
    if (named.length !== columns.length || columns.some((column, at) => column !== named[at]))
      return unless({ found: `the columns ${told(named)}`, expected: told(columns), span: table.head });
    const odd = table.rows.find(({ text }) => cells(text).length !== columns.length);
    if (odd)
      return unless({ found: `a row of ${cells(odd.text).length} cells`, expected: `${columns.length}`, span: odd });
    return unless(outside(table.rows.length, { min: min_rows, max: max_rows }, 'rows', table.rows));
  },
});
