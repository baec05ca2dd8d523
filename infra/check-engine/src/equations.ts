import { pieces, type Piece } from './text.ts';

const NUMBER = String.raw`[$€£]? ?-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?`;
const SIGN = String.raw`[+\-−–*×·x/÷]`;
const EQUATION = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.,+\-−*×/÷=(^])${NUMBER}(?: ?${SIGN} ?${NUMBER}){1,12} ?= ?${NUMBER}(?![\p{L}\p{N}_%^(]|[.,]\d| ?${SIGN} ?[\d(])`,
  'gu',
);

/** A sum, difference, product or quotient of numbers as a text has it, and what it says that comes out. */
export interface Equation extends Piece {
  readonly said: number;
  readonly right: number;
  /** Half of the last digit that is written: the text rounds. */
  readonly tolerance: number;
}

const plain = (text: string): number => Number(text.replace(/[$€£, ]/g, ''));

/** Products and quotients first, then sums and differences, from left to right. */
function computed(numbers: readonly number[], signs: readonly string[]): number {
  const terms = [numbers[0]!];
  signs.forEach((sign, at) => {
    const next = numbers[at + 1]!;
    if ('*×·x'.includes(sign)) terms.push(terms.pop()! * next);
    else if ('/÷'.includes(sign)) terms.push(terms.pop()! / next);
    else terms.push(sign === '+' ? next : -next);
  });
  return terms.reduce((a, b) => a + b);
}

/** The equations between numbers that stand in a text, each recomputed. */
export const equationsIn = (text: string): Equation[] =>
  pieces(text, EQUATION).map((piece) => {
    const [left, result] = piece.text.split('=') as [string, string];
    const numbers = left.match(new RegExp(`(?<=^|${SIGN} ?)${NUMBER}`, 'gu'))!;
    const signs: string[] = [];
    let at = numbers[0]!.length;
    for (const number of numbers.slice(1)) {
      const next = left.indexOf(number, at);
      signs.push(left.slice(at, next).trim());
      at = next + number.length;
    }
    const decimals = /\.(\d+)\s*$/.exec(result)?.[1]?.length ?? 0;
    return {
      ...piece,
      said: plain(result),
      right: computed(numbers.map(plain), signs),
      tolerance: 0.5 * 10 ** -decimals,
    };
  });
