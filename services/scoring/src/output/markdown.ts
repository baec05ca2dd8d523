import { marked, type Token, type Tokens } from 'marked';
import { EMPTY, type Read } from './formats.ts';

/**
 * A Markdown list or table and nothing else. Each item of a list is one whatever its depth, a row of a table has the
 * header's fields; both without markup. The word "none" is a list without items.
 */
export function readMarkdown(text: string): Read {
  if (text.trim() === '') return EMPTY;
  if (/^([-*+] +)?none\.?$/i.test(text.trim())) return { ok: true, value: [] };
  const tokens = marked.lexer(text).filter(({ type }) => type !== 'space');
  const [only, second] = tokens.map(valueOf);
  if (only && tokens.length === 1) return { ok: true, value: only };
  return {
    ok: false,
    reason: second ? 'There is more than one block.' : 'There is no list and no table.',
    place: null,
  };
}

/** The lists and tables within prose. */
export const markdownBlocks = (text: string): unknown[] =>
  marked.lexer(text).flatMap((token) => {
    const value = valueOf(token);
    return value === null ? [] : [value];
  });

function valueOf(token: Token): unknown[] | null {
  if (token.type === 'list') return listItems(token as Tokens.List);
  return token.type === 'table' ? rows(token as Tokens.Table) : null;
}

const listItems = ({ items }: Tokens.List): string[] =>
  items.flatMap(({ tokens }) => {
    const nested = tokens.filter((token): token is Tokens.List => token.type === 'list');
    const own = tokens.filter(({ type }) => type !== 'list' && type !== 'checkbox');
    return [own.map((token) => plain([token])).join(' '), ...nested.flatMap(listItems)].map(tidy).filter(Boolean);
  });

function rows({ header, rows: body }: Tokens.Table): Record<string, string | null>[] {
  const names = header.map(({ tokens }) => tidy(plain(tokens)));
  return body.map((cells) =>
    Object.fromEntries(names.map((name, at) => [name, tidy(plain(cells[at]?.tokens ?? [])) || null])),
  );
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What the tokens say, without their markup. */
const plain = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => ('tokens' in token && token.tokens ? plain(token.tokens) : 'text' in token ? token.text : ' '))
    .join('');
