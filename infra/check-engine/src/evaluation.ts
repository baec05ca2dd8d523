import type { Evaluation, Result, Span } from './rule.ts';

const LONGEST = 200;

/** A text as evidence shows it: not so long that it hides the rest, and no half of a character. */
export const shown = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()} …` : text.toWellFormed();

/** A value as evidence shows it. */
export const told = (value: unknown): string => shown(JSON.stringify(value) ?? 'nothing');

export const pass = (evidence = '', span?: Span): Evaluation => ({ verdict: 'pass', evidence, ...(span && { span }) });
export const notApplicable = (evidence: string): Evaluation => ({ verdict: 'not_applicable', evidence });
export const didNotRun = (why: string): Evaluation => ({ verdict: 'error', evidence: `did not run: ${why}` });

/** What was expected of an output, what it has instead, and where. */
export interface Objection {
  readonly found: string;
  readonly expected: string;
  readonly span?: Span | undefined;
}

export const fail = ({ found, expected, span }: Objection): Evaluation => ({
  verdict: 'fail',
  evidence: `Found ${found}; expected ${expected}.`,
  expected,
  found,
  ...(span && { span }),
});

/** Passes when there is nothing to object to. */
export const unless = (objection: Objection | undefined): Evaluation =>
  objection === undefined ? pass() : fail(objection);

/** The value that a program returned, or that it gave none. */
export const ofProgram = (result: Result, read: (value: unknown) => Evaluation): Evaluation =>
  'error' in result ? didNotRun(`${result.error}: ${shown(result.message)}`) : read(result.value);
