import { readJson } from './formats.ts';

const FENCE = /^```[^\n`]*\n(?:([\s\S]*?)\r?\n)?```$/;

/** What stands inside the one code fence that surrounds a text, or null. */
export function surroundingFence(text: string): string | null {
  const inside = FENCE.exec(text);
  return inside && !/^```/m.test(inside[1] ?? '') ? (inside[1] ?? '').trim() : null;
}

/** What stands inside each code fence within a text. */
export const fencedTexts = (text: string): string[] =>
  [...text.matchAll(/^```[^\n`]*\n([\s\S]*?)^```[ \t]*\r?$/gm)].map(([, inside]) => inside!.trim());

// What JSON may begin with: a bracket in prose ("[see below]") is none, one in broken JSON is.
const OPENS = /\{\s*["}]|\[\s*(?:[\]{["\d-]|true\b|false\b|null\b)/g;

/** A block that begins like JSON and does not parse is passed over whole: a piece of it would be a repair. */
export function jsonBlocks(text: string): unknown[] {
  const found: unknown[] = [];
  const opens = new RegExp(OPENS);
  for (let match = opens.exec(text); match; match = opens.exec(text)) {
    const end = closing(text, match.index);
    const read = readJson(text.slice(match.index, end));
    if (read.ok) found.push(read.value);
    if (found.length > 1) break;
    opens.lastIndex = end;
  }
  return found;
}

/** Where the bracket at `start` is closed, strings skipped; the text's end when it never is. */
function closing(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Runs of lines of which each is JSON. A line that begins like JSON and is none spoils its run. */
export function lineBlocks(text: string): unknown[] {
  const found: unknown[] = [];
  let run: unknown[] = [];
  let spoiled = false;
  const end = () => {
    if (run.length > 0 && !spoiled) found.push(run);
    run = [];
    spoiled = false;
  };
  for (const line of [...text.split(/\r?\n/).map((one) => one.trim()), '.']) {
    if (line === '') continue;
    const read = /^[{["]/.test(line) ? readJson(line) : null;
    if (read?.ok) run.push(read.value);
    else if (/^[{[]/.test(line)) spoiled = true;
    else end();
  }
  return found;
}
