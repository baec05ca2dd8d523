import type { QualityCheck } from '@taskbench/contracts';

/** What a check looks at: the output as text, as read (undefined when it did not parse), its items, the input. */
export interface Subject {
  readonly output: string;
  readonly parsed: unknown;
  readonly items: unknown[];
  readonly input: string;
}

/** Runs one rule: the check engine, or a stand-in in specs. */
export type Judge = (
  rule: QualityCheck['validation_rule'],
  subject: Subject,
) => { verdict: string; evidence?: unknown };

/** How all checks judged one output. */
export interface Judged {
  /** By the check's place: 1 pass, 0 fail, null no verdict. */
  readonly verdicts: (0 | 1 | null)[];
  /**
   * Strict instruction following: 1 when every check that counts and has a verdict passes; null when none has one. A
   * candidate does not count: nothing has proved it and nobody accepted it.
   */
  readonly followed: 0 | 1 | null;
  readonly evidence: readonly unknown[];
}

/** Holds an output against every check. A check that errs or does not apply is neither passed nor failed. */
export function runChecks(checks: readonly QualityCheck[], subject: Subject, judge: Judge): Judged {
  const results = checks.map(({ name, validation_rule }) => ({ name, ...judge(validation_rule, subject) }));
  const verdicts = results.map(({ verdict }) => (verdict === 'pass' ? 1 : verdict === 'fail' ? 0 : null));
  const given = verdicts.filter((verdict, at) => verdict !== null && checks[at]?.state !== 'candidate');
  const followed = given.length === 0 ? null : given.includes(0) ? 0 : 1;
  return { verdicts, followed, evidence: results };
}
