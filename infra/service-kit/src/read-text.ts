/** Bytes as text, a byte order mark left out; null where they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A JSON text's value, or where it stops being JSON. */
export function json(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec((error as Error).message) ?? [];
    return { fault: line ? `is not JSON from line ${line}, column ${column} on` : 'is not complete JSON' };
  }
}

/** A JSON text's value; undefined where it is none. */
export function jsonOf(text: string): unknown {
  const read = json(text);
  return 'value' in read ? read.value : undefined;
}

/** The JSON of a model's answer: all of it, what its code fence holds, or what lies between the first brace and the last. */
export function jsonIn(text: string): unknown {
  const fenced = /```\w*\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return jsonOf(text) ?? (fenced === undefined ? undefined : jsonOf(fenced)) ?? jsonOf(braced);
}
