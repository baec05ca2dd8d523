import type { TaskInput } from '@taskbench/contracts';
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
 * input itself. Nor does what most inputs have in their gold.
 */
export function leaksOf(parts: readonly PromptPart[], inputs: readonly Case[]): Leak[] {
  const read = parts.map(({ part, text }) => ({ part, text, words: bounded(text) }));
  const golds = inputs.map(({ gold }) => [...textsIn(gold)]);
  const known = vocabulary(golds, inputs.length);
  const prompt = read.map(({ words }) => words).join('');
  return inputs.flatMap((input, at) => {
    const own = bounded(input.text);
    const shown = own.length >= FEWEST_OF_INPUT && prompt.includes(own);
    const told = golds[at]!.filter(({ text }) => telling(text)).filter(({ path, text }) => {
      const words = bounded(text);
      return prompt.includes(words) && (shown || (!own.includes(words) && !known(path, words, prompt)));
    });
    return told.flatMap(({ text }) => placesOf(read, text).map((place) => ({ input_id: input.id, ...place })));
  });
}

/** A text as it is searched in: normalised, with nothing but blanks between its words and around them. */
const bounded = (text: string): string =>
  ` ${normaliseText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const NUMBER_OR_TIME = /^[\d\s.,:;/+\-–%$€£TZ]*$/;

function telling(text: string): boolean {
  if (NUMBER_OR_TIME.test(text)) return false;
  const words = bounded(text).trim();
  return words.length >= FEWEST_CHARACTERS || (words.length >= 8 && words.split(' ').length >= FEWEST_WORDS);
}

/** All texts of a gold, each with the field that it stands in. */
function* textsIn(gold: unknown, path = ''): Generator<{ path: string; text: string }> {
  if (typeof gold === 'string') yield { path, text: gold };
  else if (Array.isArray(gold)) for (const one of gold) yield* textsIn(one, `${path}[]`);
  else if (typeof gold === 'object' && gold !== null)
    for (const [name, value] of Object.entries(gold)) yield* textsIn(value, `${path}.${name}`);
}

type Golds = readonly (readonly { readonly path: string; readonly text: string }[])[];

/** Whether the words of a field are ones that answers are chosen from, not an answer that was given away. */
function vocabulary(golds: Golds, inputs: number): (path: string, words: string, prompt: string) => boolean {
  const fields = new Map<string, Map<string, number>>();
  for (const texts of golds) {
    for (const one of new Set(texts.map(({ path, text }) => `${path}\n${bounded(text)}`))) {
      const [path, words] = one.split('\n') as [string, string];
      const counts = fields.get(path) ?? new Map<string, number>();
      fields.set(path, counts.set(words, (counts.get(words) ?? 0) + 1));
    }
  }
  return (path, words, prompt) => {
    const counts = fields.get(path)!;
    const times = counts.get(words)!;
    if (inputs >= 4 && times > inputs / 2) return true;
    const label = path === '';
    if (times < 2 && !label) return false;
    return [...counts.keys()].some((other) => other !== words && prompt.includes(other));
  };
}

function placesOf(parts: readonly (PromptPart & { words: string })[], text: string): Omit<Leak, 'input_id'>[] {
  const words = bounded(text);
  return parts.flatMap(({ part, text: whole, words: all }) => {
    if (!all.includes(words)) return [];
    const lines = whole.split('\n');
    // The last line from which on the words are still whole: they begin in it.
    const line = lines.findLastIndex((_, at) => bounded(lines.slice(at).join('\n')).includes(words));
    return [{ part, line: line + 1, excerpt: excerptOf(lines[line]!.trim()) }];
  });
}

const excerptOf = (line: string): string => (line.length > EXCERPT ? `${line.slice(0, EXCERPT)} …` : line);
