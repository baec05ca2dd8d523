import type { Span } from './rule.ts';

const MOST_STEPS = 5_000_000;

/** A JSON object and where it stands. */
interface Found extends Span {
  readonly value: unknown;
}

/** The JSON objects in a text; those within another one are part of it. Throws where looking would take too long. */
export function objectsIn(text: string): Found[] {
  const found: Found[] = [];
  let steps = 0;
  for (let start = text.indexOf('{'); start >= 0;) {
    const end = closing(text, start);
    steps += (end ?? text.length) - start;
    if (steps > MOST_STEPS) throw new Error('the text has too many braces to look for JSON');
    const object = end === undefined ? undefined : read(text, start, end);
    if (object) found.push(object);
    start = text.indexOf('{', object ? object.end : start + 1);
  }
  return found;
}

/** Where the brace that opens here is closed, strings aside. */
function closing(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (quoted && sign === '\\') at++;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '{') depth++;
    else if (!quoted && sign === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

function read(text: string, start: number, end: number): Found | undefined {
  try {
    return { value: JSON.parse(text.slice(start, end)) as unknown, start, end };
  } catch {
    return undefined; // braces of something else
  }
}
