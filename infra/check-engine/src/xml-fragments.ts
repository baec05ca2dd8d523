import type { Span } from './rule.ts';

/** What holds no tags, and how it ends. */
const CLOSED: readonly (readonly [begins: string, ends: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['<?', '?>'],
];

interface Tag extends Span {
  readonly name: string;
  readonly kind: 'opens' | 'closes' | 'empty';
}

/** An element that is opened and closed, and the place of the one around it. */
interface Element extends Span {
  readonly within: number;
}

/** The outermost elements in a text, those that stand side by side together before each alone. */
export function fragmentsIn(text: string): Span[] {
  const elements = elementsIn(text);
  const starts = new Set(elements.map(({ start }) => start));
  const outer = elements.filter(({ within }) => !starts.has(within)).toSorted((a, b) => a.start - b.start);
  const together = [...Map.groupBy(outer, ({ within }) => within).values()]
    .filter(({ length }) => length > 1)
    .map((all) => ({ start: all[0]!.start, end: all.at(-1)!.end }));
  return [...together, ...outer];
}

function elementsIn(text: string): Element[] {
  const found: Element[] = [];
  let open: Tag[] = [];
  for (const tag of tagsIn(text)) {
    const within = () => open.at(-1)?.start ?? -1;
    if (tag.kind === 'opens') open.push(tag);
    else if (tag.kind === 'empty') found.push({ start: tag.start, end: tag.end, within: within() });
    else if (open.at(-1)?.name === tag.name) {
      const { start } = open.pop()!;
      found.push({ start, end: tag.end, within: within() });
    } else open = [];
  }
  return found;
}

function* tagsIn(text: string): Generator<Tag> {
  const name = /<(\/?)([\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*)/uy;
  for (let start = text.indexOf('<'); start >= 0;) {
    name.lastIndex = start;
    const begun = name.exec(text);
    const closed = begun ? undefined : CLOSED.find(([begins]) => text.startsWith(begins, start));
    const end = closed ? after(text, closed[1], start) : begun ? tagEnd(text, name.lastIndex) : undefined;
    if (begun && end !== undefined) {
      const kind = begun[1] ? 'closes' : text[end - 2] === '/' ? 'empty' : 'opens';
      yield { start, end, name: begun[2]!, kind };
    }
    start = text.indexOf('<', end ?? start + 1);
  }
}

/** Where what begins here is over: at the end of the text where nothing ends it. */
function after(text: string, ends: string, start: number): number {
  const at = text.indexOf(ends, start);
  return at < 0 ? text.length : at + ends.length;
}

/** Where a tag ends, quotes aside; nothing where another one begins before that. */
function tagEnd(text: string, start: number): number | undefined {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const sign = text[at]!;
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return at + 1;
    else if (sign === '<') return undefined;
  }
  return undefined;
}
