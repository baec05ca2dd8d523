import { didNotRun, notApplicable, shown } from './evaluation.ts';
import { budgeted } from './pattern.ts';
import { readRule, within, type ReadRule } from './read-rule.ts';
import type { Context, Evaluation, Program, Result, Sandbox } from './rule.ts';

/** What is still to be run of a check, and its verdict once that has been run. */
interface Plan {
  readonly programs: readonly Program[];
  readonly settle: (results: readonly Result[]) => Evaluation;
}

const settled = (evaluation: Evaluation): Plan => ({ programs: [], settle: () => evaluation });

function plan({ rule, parameters, parts }: ReadRule, context: Context): Plan {
  if ('evaluate' in rule) return settled(budgeted(() => rule.evaluate(parameters, context)));
  if ('program' in rule) {
    const program = rule.program(parameters, context);
    return { programs: [program], settle: ([result]) => rule.read(result!, parameters, context) };
  }
  if ('choose' in rule) {
    const part = parts[rule.choose(parameters, context) ?? -1];
    return part ? plan(part, context) : settled(notApplicable('There is no rule for this input.'));
  }
  const plans = parts.map((part) => plan(part, context));
  return {
    programs: plans.flatMap(({ programs }) => programs),
    settle: (results) => rule.join(settleAll(plans, results), parameters),
  };
}

/** Gives each plan the results of its own programs. */
function settleAll(plans: readonly Plan[], results: readonly Result[]): Evaluation[] {
  let from = 0;
  return plans.map(({ programs, settle }) => settle(results.slice(from, (from += programs.length))));
}

const message = (error: unknown): string => shown(error instanceof Error ? error.message : String(error));

/** The plan of a check; a rule that throws gives no verdict, and says why. */
function planned(read: ReadRule | string, context: Context): Plan {
  if (typeof read === 'string') return settled(didNotRun(read));
  try {
    const { programs, settle } = plan(read, context);
    return { programs, settle: (results) => attempt(() => settle(results)) };
  } catch (error) {
    return settled(didNotRun(message(error)));
  }
}

function attempt(settle: () => Evaluation): Evaluation {
  try {
    return settle();
  } catch (error) {
    return didNotRun(message(error));
  }
}

const unavailable = (programs: readonly Program[], why: string): Result[] =>
  programs.map(() => ({ error: 'unavailable', message: why }));

async function ran(programs: readonly Program[], sandbox: Sandbox): Promise<readonly Result[]> {
  try {
    const results = await sandbox(programs);
    if (results.length !== programs.length) throw new Error(`${results.length} results of ${programs.length} programs`);
    return results;
  } catch (error) {
    return unavailable(programs, message(error));
  }
}

/**
 * Runs checks on one output: pure rules at once, all programs in one batch. Never throws: what cannot be run gives no
 * verdict and says why, and without a sandbox that is so of every rule that needs one.
 */
export async function runChecks(rules: readonly unknown[], context: Context, sandbox?: Sandbox): Promise<Evaluation[]> {
  const read = rules.map(readRule);
  const inner = read.flatMap((one) => (typeof one === 'string' ? [] : within(one)));
  for (const { rule } of inner) if ('prepare' in rule) await rule.prepare?.();
  const plans = read.map((one) => planned(one, context));
  const programs = plans.flatMap((one) => one.programs);
  if (programs.length === 0) return settleAll(plans, []);
  return settleAll(plans, sandbox ? await ran(programs, sandbox) : unavailable(programs, 'no sandbox'));
}

/** Runs one check at once: without a sandbox, and with what has been loaded. */
export function runCheck(rule: unknown, context: Context): Evaluation {
  const { programs, settle } = planned(readRule(rule), context);
  return settle(unavailable(programs, 'no sandbox'));
}
