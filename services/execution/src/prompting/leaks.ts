import type { OutputSpec, TaskInput } from '@taskbench/contracts';
import { normaliseText } from '@taskbench/statistics';

/** A part of a prompt that every input gets, and what it says: `description`, `constraints.2`, `prompt` and so on. */
export interface PromptPart {
  readonly part: string;
  readonly text: string;
}

/** The right answer of an input, or a piece of it, that stands in the prompt and not in the input. */
export interface Leak {
  readonly input_id: string;
  readonly part: string;
  /** Of the part, from 1 on. */
  readonly line: number;
  /** The words around the place. */
  readonly excerpt: string;
}

type Case = Pick<TaskInput, 'id' | 'text' | 'gold'>;
type Format = OutputSpec['format'];

/** What is shorter may stand anywhere by chance. */
const FEWEST_CHARACTERS = 12;
const FEWEST_WORDS = 3;
/** Of an input, so that it is taken to stand in the prompt itself. */
const FEWEST_OF_INPUT = 30;
const EXCERPT = 80;

/**
 * Finds right answers in a prompt. A text of the gold counts when it is long enough to be no chance, is no number, date
 * or time, and does not stand in the input as well. Words of a vocabulary do not count: what is the gold of several inputs
 * while the prompt names others of its field too, and all labels of which the prompt names two; unless the prompt holds the
 * input itself. Nor does what most inputs have in their gold. `format`: of the task's answers, as only labels are chosen from.
 */
export function leaksOf(parts: readonly PromptPart[], inputs: readonly Case[], format: Format): Leak[] {
  const read = parts.map(({ part, text }) => ({ part, text, words: bounded(text) }));
  const prompt = read.map(({ words }) => words).join('');
  const golds = inputs.map(({ gold }) => [...textsIn(gold)]);
  let known: ReturnType<typeof vocabulary> | undefined;
  const isKnown = (gold: GoldText) => (known ??= vocabulary(golds, format))(gold, prompt); // of most tasks it is not asked
  return inputs.flatMap(({ id, text }, at) => {
    // Of most inputs nothing stands in the prompt, so that the input itself need not be read.
    const found = golds[at]!.filter(({ words, telling }) => telling && prompt.includes(words));
    if (found.length === 0) return [];
    const own = bounded(text);
    const shown = own.length >= FEWEST_OF_INPUT && prompt.includes(own);
    const told = found.filter((gold) => shown || (!own.includes(gold.words) && !isKnown(gold)));
    return told.flatMap(({ words }) => placesOf(read, words).map((place) => ({ input_id: id, ...place })));
  });
}

/** A text as it is searched in: normalised, with nothing but blanks between its words and around them. */
const bounded = (text: string): string =>
  ` ${normaliseText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const NUMBER_OR_TIME = /^[\d\s.,:;/+\-–%$€£TZ]*$/;

function isTelling(text: string, words: string): boolean {
  if (NUMBER_OR_TIME.test(text)) return false;
  const length = words.length - 2; // without the blanks around
  return length >= FEWEST_CHARACTERS || (length >= 8 && words.trim().split(' ').length >= FEWEST_WORDS);
}

/** A text of a gold: the field that it stands in, and how it is searched for. */
interface GoldText {
  readonly path: string;
  readonly words: string;
  /** Long enough, and no number, date or time: in a prompt it can hardly be chance. */
  readonly telling: boolean;
}

function* textsIn(gold: unknown, path = ''): Generator<GoldText> {
  if (typeof gold === 'string') {
    const words = bounded(gold);
    yield { path, words, telling: isTelling(gold, words) };
  } else if (Array.isArray(gold)) for (const one of gold) yield* textsIn(one, `${path}[]`);
  else if (typeof gold === 'object' && gold !== null)
    for (const [name, value] of Object.entries(gold)) yield* textsIn(value, `${path}.${name}`);
}

/** Whether the words of a field are ones that answers are chosen from, not an answer that was given away. */
function vocabulary(
  golds: readonly (readonly GoldText[])[],
  format: Format,
): (gold: GoldText, prompt: string) => boolean {
  /** By field and words: in how many inputs' gold they are. */
  const fields = new Map<string, Map<string, Set<number>>>();
  for (const [at, texts] of golds.entries()) {
    for (const { path, words } of texts) {
      const counted = fields.get(path) ?? new Map<string, Set<number>>();
      fields.set(path, counted.set(words, (counted.get(words) ?? new Set()).add(at)));
    }
  }
  return ({ path, words }, prompt) => {
    const counted = fields.get(path)!;
    const times = counted.get(words)!.size;
    if (golds.length >= 4 && times > golds.length / 2) return true;
    const isLabel = format === 'label' && path === '';
    if (times < 2 && !isLabel) return false;
    return [...counted.keys()].some((other) => other !== words && prompt.includes(other));
  };
}

function placesOf(parts: readonly (PromptPart & { words: string })[], words: string): Omit<Leak, 'input_id'>[] {
  return parts.flatMap(({ part, text: whole, words: all }) => {
    if (!all.includes(words)) return [];
    const lines = whole.split('\n');
    // The last line from which on the words are still whole: they begin in it.
    const line = lines.findLastIndex((_, at) => bounded(lines.slice(at).join('\n')).includes(words));
    return [{ part, line: line + 1, excerpt: excerptOf(lines[line]!.trim()) }];
  });
}

const excerptOf = (line: string): string => (line.length > EXCERPT ? `${line.slice(0, EXCERPT)} …` : line);
