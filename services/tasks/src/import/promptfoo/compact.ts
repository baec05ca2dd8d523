import { commaSeparated } from './comma-separated.ts';
import { TYPES } from './types.ts';

/** An assertion as a cell of `__expected` writes it: `contains: Paris`, `levenshtein(3): Paris`; anything else is what is expected. */
export function assertionOf(cell: string): Record<string, unknown> {
  const code = /^(?:javascript|fn|eval):([\s\S]*)$/.exec(cell)?.[1];
  if (code !== undefined) return { type: 'javascript', value: code.trim() };
  if (/^file:\/\/.*\.(?:js|cjs|mjs|ts|cts|mts)$/.test(cell)) return { type: 'javascript', value: cell };
  const rubric = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(cell)?.[1];
  if (rubric !== undefined) return { type: 'llm-rubric', value: rubric };
  if (/^python:|^file:\/\/.*\.py(?::|$)/.test(cell)) return { type: 'python', value: cell };
  const [, not = '', type = '', threshold, value] =
    /^(not-)?([a-z][a-z0-9:-]*?)(?:\((\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/.exec(cell) ?? [];
  if (!TYPES.has(type)) return { type: 'equals', value: cell };
  return { type: `${not}${type}`, ...valueOf(type, value, threshold) };
}

const LISTS = /^i?contains-(?:all|any)$/;
const JSONS = /^(?:is|contains)-json$/;
const WITH_THRESHOLD =
  /^(?:answer-relevance|classifier|context-.*|cost|latency|levenshtein|perplexity(?:-score)?|rouge-n|similar|starts-with)$/;

/** Only some types take a threshold in a cell, and those have one without being told. */
function valueOf(type: string, value: string | undefined, threshold: string | undefined) {
  if (LISTS.test(type)) return { value: value ? commaSeparated(value) : value };
  if (JSONS.test(type)) return { value };
  if (!WITH_THRESHOLD.test(type)) return { value: value?.trim() };
  return { value: value?.trim(), threshold: Number(threshold ?? (type === 'similar' ? 0.8 : 0.75)) };
}
