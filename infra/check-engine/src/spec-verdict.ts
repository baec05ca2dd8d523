import type { Context, Evaluation, Sandbox } from './rule.ts';
import { runChecks } from './run.ts';

/** An output as scoring reads it, more or less: JSON where it is JSON, and the one list in it. */
export function seen(output: string, input = ''): Context {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    parsed = undefined;
  }
  const lists = Array.isArray(parsed) ? [parsed] : Object.values((parsed as object | null) ?? {}).filter(Array.isArray);
  return { output, parsed, items: lists.length === 1 ? (lists[0] as unknown[]) : null, input };
}

export const items = (...list: unknown[]): string => JSON.stringify({ items: list });

export async function judged(rule: unknown, output: string, input = '', sandbox?: Sandbox): Promise<Evaluation> {
  const [evaluation] = await runChecks([rule], seen(output, input), sandbox);
  return evaluation!;
}

/** What evidence points at. */
export const pointedAt = (output: string, { span }: Evaluation): string | undefined =>
  span && output.slice(span.start, span.end);
