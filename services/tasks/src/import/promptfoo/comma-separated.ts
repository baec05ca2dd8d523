import { Unmapped } from './notices.ts';

/** `a, "b, c"` → `a` and `b, c`; quotes within quotes are doubled or follow a backslash. */
export function commaSeparated(text: string): string[] {
  const found: string[] = [];
  const FIELD = /[\s,]*(?:"((?:\\["\\]|""|\\(?!["\\])|[^"\\])*)"\s*(?=,|$)|([^",\s][^,]*)|$)/y;
  for (FIELD.lastIndex = 0; FIELD.lastIndex < text.length;) {
    const match = FIELD.exec(text);
    if (!match) throw new Unmapped('has a quote that is not closed, or something after it other than a comma');
    if (match[1] !== undefined)
      found.push(match[1].replaceAll(/\\(["\\])|""/g, (_, escaped?: string) => escaped ?? '"'));
    else if (match[2] !== undefined) found.push(match[2].trim());
  }
  return found;
}
