import { codeIn, ValidationRule } from '@taskbench/check-engine';
import { CheckSetAnswer, QualityCheckBody, type QualityCheck } from '@taskbench/contracts';

const MOST = 8;

/** Checks that a model wrote: those that the engine understands, at most eight; null when the answer cannot be read. */
export function readAnswer(text: string): { checks: QualityCheck[]; dropped: number } | null {
  const answer = CheckSetAnswer.safeParse(jsonIn(text));
  if (!answer.success) return null;
  const understood = answer.data.checks.flatMap((one) => {
    const check = QualityCheckBody.safeParse(one);
    if (!check.success || !ValidationRule.safeParse(check.data.validation_rule).success) return [];
    if (codeIn(check.data.validation_rule).length > 0) return []; // only people may have code run
    return [{ ...check.data, state: 'candidate' as const }];
  });
  const distinct = understood.filter(({ name }, at) => understood.findIndex((other) => other.name === name) === at);
  const checks = distinct.slice(0, MOST);
  return { checks, dropped: answer.data.checks.length - checks.length };
}

/** The JSON of an answer: all of it, what its code fence holds, or what lies between the first brace and the last. */
function jsonIn(text: string): unknown {
  const fenced = /```\w*\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const candidate of [text, fenced, braced]) {
    if (candidate === undefined) continue;
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      continue; // prose or a fence around it: the next candidate leaves that out
    }
  }
  return undefined;
}
