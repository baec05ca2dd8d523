/** Which kinds of tags stand in a text. A self-closing tag with white space in it opens as well. */
export interface Tags {
  readonly opening: boolean;
  readonly closing: boolean;
  readonly selfClosing: boolean;
}

/** Looks at each tag once: a pattern for whole tags would look at the rest of the text from each. */
export function tagsIn(text: string): Tags {
  const found = { opening: false, closing: false, selfClosing: false };
  let close = -1;
  for (const { 0: begun, 1: slash, index } of text.matchAll(/<(\/?)[a-zA-Z][a-zA-Z0-9-]*/g)) {
    const end = index + begun.length;
    if (close < end) close = text.indexOf('>', end);
    if (close < 0) break;
    const between = close > end && /\s/.test(text[end]!);
    if (slash) found.closing ||= isBlank(text, end, close);
    else {
      found.opening ||= close === end || between;
      found.selfClosing ||= text[close - 1] === '/' && (close - 1 === end || (between && close - 1 > end));
    }
  }
  return found;
}

/** White space alone; what is looked at here lies before the next tag. */
function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!/\s/.test(text[at]!)) return false;
  return true;
}

/** A comment in which no two hyphens stand before its end. */
export function hasComment(text: string): boolean {
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', start + 4)) {
    const hyphens = text.indexOf('--', start + 4);
    if (hyphens < 0) return false;
    if (text[hyphens + 2] === '>') return true;
  }
  return false;
}
