import type { z } from 'zod';

/** What a check looks at: one output, what was read from it, and the input that it answers. */
export interface Context {
  readonly output: string;
  /** The JSON value of the output; undefined where none could be read. */
  readonly parsed: unknown;
  /** The list of items of the output, or null where there is none. */
  readonly items: readonly unknown[] | null;
  readonly input: string;
  /** The input's id; undefined where the output answers none. */
  readonly input_id?: string;
  /** The right answer; undefined where the input has none. */
  readonly gold?: unknown;
}

/** A place in the output, in UTF-16 code units; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A verdict with its reason. An error (it did not run) and a check that does not apply are neither a pass nor a fail. */
export interface Evaluation {
  readonly verdict: 'pass' | 'fail' | 'error' | 'not_applicable';
  /** The reason in one sentence. */
  readonly evidence: string;
  readonly expected?: string;
  readonly found?: string;
  /** Where in the output. */
  readonly span?: Span;
}

/** Kinds of mistakes that a rule guards against. */
export type Mistake =
  | 'broken_format'
  | 'code_fence'
  | 'filler_text'
  | 'missing_field'
  | 'wrong_type'
  | 'wrong_value'
  | 'drop'
  | 'invent'
  | 'duplicate'
  | 'swap'
  | 'truncate'
  | 'empty'
  | 'refusal'
  | 'wrong_style'
  | 'wrong_language'
  | 'personal_data';

/** Something for a sandbox to run: a JavaScript expression that gives a function, and the JSON values that it is called with. */
export interface Program {
  readonly code: string;
  readonly arguments: readonly unknown[];
}

/** Why a program gave no value; `unavailable`: there was nothing to run it. */
export type Failure = 'timeout' | 'memory' | 'stack' | 'syntax' | 'threw' | 'not_json' | 'killed' | 'unavailable';

/** What a sandbox says of a program: the JSON value that it returned, or why there is none. */
export type Result = { readonly value: unknown } | { readonly error: Failure; readonly message: string };

/** Runs programs, each by itself; as many results in the same order. */
export type Sandbox = (programs: readonly Program[]) => Promise<readonly Result[]>;

/** A rule as it stands in a check: its name with its parameters. */
export interface Named {
  readonly rule: string;
  readonly [parameter: string]: unknown;
}

interface Described<Schema extends z.ZodObject = z.ZodObject> {
  readonly rule: string;
  /** What it demands, in one sentence. */
  readonly meaning: string;
  readonly parameters: Schema;
  readonly example: z.input<Schema>;
  readonly guards: readonly Mistake[];
}

/** Judges by itself: pure and synchronous. */
interface Judging<Parameters> {
  /** Loads what is too large to load before a check needs it. */
  readonly prepare?: () => Promise<void>;
  readonly evaluate: (parameters: Parameters, context: Context) => Evaluation;
}

/** Judges by what a program in a sandbox answers. */
interface Programmed<Parameters> {
  readonly program: (parameters: Parameters, context: Context) => Program;
  readonly read: (result: Result, parameters: Parameters, context: Context) => Evaluation;
}

/** Judges by the verdicts of other rules. */
interface Joining<Parameters> {
  readonly parts: (parameters: Parameters) => readonly Named[];
  readonly join: (evaluations: readonly Evaluation[], parameters: Parameters) => Evaluation;
}

/** Judges by the verdict of one of its rules: the others are not run. */
interface Choosing<Parameters> {
  readonly parts: (parameters: Parameters) => readonly Named[];
  /** The place of the rule among the parts; undefined where none applies. */
  readonly choose: (parameters: Parameters, context: Context) => number | undefined;
}

type Manner<Parameters> = Judging<Parameters> | Programmed<Parameters> | Joining<Parameters> | Choosing<Parameters>;

/** One rule of the check language: data in, verdict out. Never runs what it is given; a sandbox may. */
export type Rule = Described & Manner<Record<string, unknown>>;

/** Declares a rule; its parameters are checked against its schema here and nowhere else. */
export const defineRule = <Schema extends z.ZodObject>(rule: Described<Schema> & Manner<z.output<Schema>>): Rule =>
  rule as unknown as Rule;
