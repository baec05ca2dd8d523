import type { z } from 'zod';

/** What a check looks at: one output, what was read from it, and the input that it answers. */
export interface Context {
  readonly output: string;
  /** The JSON value of the output; undefined where none could be read. */
  readonly parsed: unknown;
  /** The list of items of the output, or null where there is none. */
  readonly items: readonly unknown[] | null;
  readonly input: string;
}

/** A verdict with its reason: where in the output, and what was expected. An error is neither a pass nor a fail. */
export interface Evaluation {
  readonly verdict: 'pass' | 'fail' | 'error';
  readonly evidence: string;
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
  | 'truncate'
  | 'empty';

/** One rule of the check language: data in, verdict out. Never runs what it is given. */
export interface Rule {
  readonly rule: string;
  /** What it demands, in one sentence. */
  readonly meaning: string;
  readonly parameters: z.ZodObject;
  readonly example: Record<string, unknown>;
  readonly guards: readonly Mistake[];
  /** Judges an output; the parameters have been read by the rule's own schema. */
  readonly evaluate: (parameters: Record<string, unknown>, context: Context) => Evaluation;
}

/** Declares a rule; its parameters are checked against its schema here and nowhere else. */
export const defineRule = <Schema extends z.ZodObject>(
  rule: Omit<Rule, 'parameters' | 'example' | 'evaluate'> & {
    readonly parameters: Schema;
    readonly example: z.input<Schema>;
    readonly evaluate: (parameters: z.output<Schema>, context: Context) => Evaluation;
  },
): Rule => ({ ...rule, evaluate: (parameters, context) => rule.evaluate(parameters as z.output<Schema>, context) });

export const pass = (evidence = ''): Evaluation => ({ verdict: 'pass', evidence });
export const fail = (evidence: string): Evaluation => ({ verdict: 'fail', evidence });
/** Passes when there is nothing to object to. */
export const unless = (objection: string | undefined): Evaluation =>
  objection === undefined ? pass() : fail(objection);
