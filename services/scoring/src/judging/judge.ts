import { codeIn, runChecks, type Program } from '@taskbench/check-engine';
import type { Sandbox } from '@taskbench/sandbox';
import type { Judge } from '../output/checks.ts';

const REFUSED = { verdict: 'error', evidence: 'did not run: code is not allowed here' };

/** Judges by the check engine, whose programs run in the sandbox. Code of others only where it is allowed. */
export const judgeIn =
  (sandbox: Sandbox, codeAllowed: boolean): Judge =>
  async (rules, subject) => {
    // A sandbox that is away says nothing of the output, which is scored when it is back.
    const outages: unknown[] = [];
    const run = (programs: readonly Program[]) =>
      sandbox.run(programs).catch((error: unknown) => {
        outages.push(error);
        throw error;
      });
    const allowed = rules.filter((rule) => codeAllowed || codeIn(rule).length === 0);
    const evaluations = await runChecks(allowed, subject, run);
    if (outages.length > 0) throw outages[0];
    return rules.map((rule) => evaluations[allowed.indexOf(rule)] ?? REFUSED);
  };
