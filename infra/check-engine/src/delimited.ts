import type { Piece } from './text.ts';

/** One row of a delimited text. */
export interface Row {
  readonly fields: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Reads RFC 4180: quoted fields may hold delimiters, line ends and doubled quotes. Null with the place of a quote that is wrong. */
export function readDelimited(text: string, delimiter: string): Row[] | Piece {
  const rows: Row[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    const fields: string[] = [];
    for (;;) {
      if (text[at] === '"') {
        const opened = at;
        let field = '';
        for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
          if (at >= text.length) return { text: 'a quote that is not closed', start: opened, end: text.length };
          if (text[at] === '"') at++;
          field += text[at];
        }
        at++;
        fields.push(field);
        if (at < text.length && !isEnd(text, at) && text[at] !== delimiter)
          return { text: 'text after a closing quote', start: opened, end: at + 1 };
      } else {
        const from = at;
        while (at < text.length && text[at] !== delimiter && !isEnd(text, at)) at++;
        fields.push(text.slice(from, at));
      }
      if (text[at] !== delimiter) break;
      at++;
    }
    rows.push({ fields, start, end: at });
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows;
}

const isEnd = (text: string, at: number): boolean => text[at] === '\n' || text[at] === '\r';
