import type { OutputSpec } from '@taskbench/contracts';
import { RE2JS } from 're2js';
import { EMPTY, type Read } from './formats.ts';

/**
 * A plain text: what the pattern's group holds in its first, last or all matches; without a pattern the whole. RE2 runs
 * in time linear in the text. Nothing found is a failure where one answer is wanted, an empty list where all are.
 */
export function readText(text: string, { items }: Pick<OutputSpec, 'items'>): Read {
  const whole = text.trim();
  if (whole === '') return EMPTY;
  if (typeof items !== 'object') return { ok: true, value: whole };
  const found = matches(items.pattern, whole);
  if (items.which === 'all') return { ok: true, value: found };
  const value = found.at(items.which === 'first' ? 0 : -1);
  return value === undefined ? { ok: false, reason: 'Nothing matches the pattern.', place: null } : { ok: true, value };
}

function matches(pattern: string, text: string): string[] {
  const found: string[] = [];
  const matcher = RE2JS.compile(pattern).matcher(text);
  while (matcher.find()) {
    const group = matcher.group(1);
    if (group !== null) found.push(group.trim());
  }
  return found;
}
