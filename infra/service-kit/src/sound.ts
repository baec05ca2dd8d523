import type { FieldIssue } from './issues.ts';
import { BadInput } from './problem.ts';

const DEEPEST = 100;
/** Names with a meaning of their own in JavaScript. */
const RESERVED = new Set(['__proto__', 'constructor']);

/**
 * A value from outside that can be kept and shown as it is. Refused with its path: what is nested without end, reserved
 * names, halves of characters, NUL, and numbers that would come back as others.
 */
export function sound<T>(value: T): T {
  const found = faultIn(value, 0);
  if (!found) return value;
  throw new BadInput([{ path: found.path.map(String).join('.'), message: found.message }], 'unsound-value');
}

function faultIn(value: unknown, depth: number): FieldIssue | null {
  const message = depth > DEEPEST ? `is nested more than ${DEEPEST} levels deep` : faultOf(value);
  if (message) return { path: [], message };
  if (value === null || typeof value !== 'object') return null;
  for (const [name, part] of Object.entries(value)) {
    const refused = RESERVED.has(name) ? `the name ${name} is reserved` : faultOfText(name);
    const found = refused ? { path: [], message: refused } : faultIn(part, depth + 1);
    if (found) return { ...found, path: [name, ...found.path] };
  }
  return null;
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'string') return faultOfText(value);
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return 'is not a number that can be kept';
  if (Object.is(value, -0)) return 'is −0, which would come back as 0: write 0';
  const rounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return rounded
    ? `is a whole number beyond ${Number.MAX_SAFE_INTEGER}, which is rounded: write it as text`
    : undefined;
}

function faultOfText(text: string): string | undefined {
  if (text.includes('\0')) return 'contains a NUL character';
  return text.isWellFormed() ? undefined : 'contains half of a character (a lone surrogate)';
}
