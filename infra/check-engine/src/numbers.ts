import { once, pieces, type Piece } from './text.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, or a text that is one; undefined of anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && value.length < 400 && NUMBER.test(value.trim()) ? Number(value) : undefined;
}

/** Equal within a tolerance, and to the last bits that decimal fractions lose. */
export const near = (a: number, b: number, tolerance = 0): boolean =>
  Number.isFinite(a - b) && Math.abs(a - b) <= tolerance + 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));

/** What "1,000,000" may say: one number, or a list of numbers. */
const readings = (text: string): number[] =>
  text.includes(',') ? [Number(text.replaceAll(',', '')), ...text.split(',').map(Number)] : [Number(text)];

/** The numbers that the input has, however its commas are read. */
export const inputNumbersOf = once(
  ({ input }): ReadonlySet<number> => new Set(numbersIn(input).flatMap((piece) => readings(piece.text))),
);

/** The first number of a text that is not known, however its commas are read. */
export const unknownNumber = (text: string, isKnown: (number: number) => boolean): Piece | undefined =>
  numbersIn(text).find((piece) => {
    const [whole, ...parts] = readings(piece.text);
    return !isKnown(whole!) && (parts.length === 0 || !parts.every(isKnown));
  });

/** The numbers in a text, thousands set off by commas or not; not those within a word. */
const numbersIn = (text: string): Piece[] =>
  pieces(text, /(?<![\p{L}\p{N}_.])(?:\d{1,3}(?:,\d{3})+|\d{1,40})(?:\.\d{1,40})?(?![\p{L}\p{N}_])/gu);
