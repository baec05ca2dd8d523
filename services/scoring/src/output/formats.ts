/** A text read by one format, or why and where that stopped. */
export type Read =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly place: string | null };

export const EMPTY: Read = { ok: false, reason: 'The output is empty.', place: null };

/** One JSON value and nothing else. */
export function readJson(text: string): Read {
  if (text === '') return EMPTY;
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const { message } = error as Error;
    const [, line, column] = message.match(/line (\d+) column (\d+)/) ?? [];
    const place = line ? `line ${line}, column ${column}` : message.includes('end of JSON') ? 'the end' : null;
    return { ok: false, reason: message.replace(/ in JSON at position.*$| \(line .*$/s, '.').slice(0, 300), place };
  }
}

/** One JSON value a line; blank lines stand for nothing. */
export function readJsonLines(text: string): Read {
  const values: unknown[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const read = readJson(line.trim());
    if (!read.ok) return { ...read, place: `line ${index + 1}` };
    values.push(read.value);
  }
  return { ok: true, value: values };
}

/** One label: the whole text. */
export const readLabel = (text: string): Read => {
  const label = text.trim();
  return label === '' ? EMPTY : { ok: true, value: label };
};
