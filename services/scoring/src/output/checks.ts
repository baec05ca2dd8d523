import type { QualityCheck, Verdict } from '@taskbench/contracts';

/**
 * What a check looks at: the output as text, as read (undefined when it did not parse), its items (null when it did not
 * parse: then there is no list that anything could hold of), the input.
 */
export interface Subject {
  readonly output: string;
  readonly parsed: unknown;
  readonly items: readonly unknown[] | null;
  readonly input: string;
  readonly input_id?: string;
  /** Undefined: the input has no gold. */
  readonly gold: unknown;
}

/** Holds one output against rules, a verdict each: the check engine, or a stand-in in specs. */
export type Judge = (
  rules: readonly QualityCheck['validation_rule'][],
  subject: Subject,
) => Promise<readonly { verdict: string; evidence?: unknown }[]>;

/** How all checks judged one output. */
export interface Judged {
  /** By the check's place. */
  readonly verdicts: Verdict[];
  /**
   * Strict instruction following: 1 when every check that counts and passed or failed passed; null when none did. A
   * candidate does not count: nothing has proved it and nobody accepted it.
   */
  readonly followed: 0 | 1 | null;
  readonly evidence: readonly unknown[];
}

/** Anything else did not run. */
const CODES: Readonly<Record<string, Verdict>> = { pass: 1, fail: 0, not_applicable: 'not_applicable' };

/** Holds an output against every check. A check that errs or does not apply is neither passed nor failed. */
export async function runChecks(checks: readonly QualityCheck[], subject: Subject, judge: Judge): Promise<Judged> {
  const evaluations = await judge(
    checks.map(({ validation_rule }) => validation_rule),
    subject,
  );
  const results = checks.map(({ name }, at) => ({ name, ...evaluations[at]! }));
  const verdicts = results.map(({ verdict }) => CODES[verdict] ?? null);
  const given = verdicts.filter((verdict, at) => typeof verdict === 'number' && checks[at]?.state !== 'candidate');
  const followed = given.length === 0 ? null : given.includes(0) ? 0 : 1;
  return { verdicts, followed, evidence: results };
}
