import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Span } from './rule.ts';

const LARGEST = 5_000;
/** About 0.2 s of the slowest patterns: the engine takes up to one step a part of the pattern and character. */
const MOST_STEPS = 15_000_000;
/** One match after the other may each look at the rest of the text. */
const MOST_MS = 500;
/** Finding where a match stands is slower than finding that there is one. */
const LONGEST_PLACED = 16_000;

const compiled = new Map<string, RE2JS>();

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  const made = RE2JS.compile(pattern);
  if (made.programSize() > LARGEST) throw new Error(`the pattern repeats too much`);
  if (compiled.size >= 1_000) compiled.delete(compiled.keys().next().value!);
  compiled.set(pattern, made);
  return made;
}

/** A pattern in RE2's syntax. It runs in time linear in the text, so no pattern can hang a run. */
export const Pattern = z
  .string()
  .min(1)
  .max(500, { abort: true })
  .superRefine((text, issues) => {
    try {
      compile(text);
    } catch (error) {
      issues.addIssue({ code: 'custom', message: `is not an RE2 pattern: ${(error as Error).message}` });
    }
  });

let steps = 0;

/** Judges with a full budget of steps: what patterns cost is counted over all texts that a rule looks at. */
export function budgeted<T>(judge: () => T): T {
  steps = 0;
  return judge();
}

function pay(made: RE2JS, text: string): RE2JS {
  steps += made.programSize() * text.length;
  if (steps > MOST_STEPS) throw new Error('the text is too long for this pattern');
  return made;
}

/** Whether a pattern matches somewhere in a text. Throws where that could take too long. */
export const matches = (pattern: string, text: string): boolean => pay(compile(pattern), text).test(text);

/** Where a pattern matches first, in a text that is not too long to look. */
export function placeOfMatch(pattern: string, text: string): Span | undefined {
  if (text.length > LONGEST_PLACED) return undefined;
  const matcher = compile(pattern).matcher(text);
  return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined;
}

/** The texts that a pattern matches, the first group where there is one. Throws where that takes too long. */
export function allMatches(pattern: string, text: string): string[] {
  const found: string[] = [];
  const began = performance.now();
  for (const match of pay(compile(pattern), text).matchAll(text)) {
    found.push(match[1] ?? match[0]);
    if (performance.now() - began > MOST_MS) throw new Error('the pattern takes too long on this text');
  }
  return found;
}
