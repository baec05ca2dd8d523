import { commaSeparated } from './comma-separated.ts';
import { functionOf } from './javascript.ts';
import { Unmapped } from './notices.ts';
import { schemaOf } from './schemas.ts';
import { isRecord } from './sited.ts';
import type { Vars } from './template.ts';

/** A rule of the check language as data. */
export interface Rule {
  readonly rule: string;
  readonly [parameter: string]: unknown;
}

/** An assertion with its value as the test's variables make it. */
export interface Asserted {
  readonly value: unknown;
  readonly threshold: number | undefined;
  readonly inverse: boolean;
  readonly vars: Vars;
  /** The prompt as the model gets it. */
  readonly prompt: string;
  readonly config: unknown;
  /** The value is the text of a program's file, which exports its function under this name. */
  readonly script: string | null;
}

/** How a type becomes a rule. `graded`: promptfoo counts a score for it, not a yes or no. `inverts`: it minds a `not-` itself. */
interface Mapping {
  readonly rule: (asserted: Asserted) => Rule;
  readonly graded?: boolean;
  readonly inverts?: boolean;
}

const verbatim = (texts: readonly string[], more: object = {}): Rule => ({ rule: 'verbatim', texts, ...more });
const any = { at_least: 1 };
const anyCase = { ignore_case: true };

/** The types of promptfoo's assertions that a rule has the exact meaning of. */
export const MAPPED: Readonly<Record<string, Mapping>> = {
  equals: { rule: ({ value }) => ({ rule: 'equals', value: expected(value) }) },
  contains: { rule: ({ value }) => verbatim([textOrNumber(value)]) },
  icontains: { rule: ({ value }) => verbatim([textOrNumber(value)], anyCase) },
  'contains-all': { rule: ({ value }) => verbatim(texts(value)) },
  'contains-any': { rule: ({ value }) => verbatim(texts(value), any) },
  'icontains-all': { rule: ({ value }) => verbatim(texts(value), anyCase) },
  'icontains-any': { rule: ({ value }) => verbatim(texts(value), { ...any, ...anyCase }) },
  'starts-with': { rule: ({ value }) => verbatim([text(value)], { at: 'start' }) },
  regex: { rule: ({ value }) => ({ rule: 'javascript_regex', pattern: pattern(value) }) },
  'is-json': { rule: ({ value }) => ({ rule: 'only_json', ...schema(value) }) },
  'contains-json': { rule: ({ value }) => ({ rule: 'contains_json', ...schema(value) }) },
  'is-xml': { rule: ({ value }) => ({ rule: 'xml', ...elements(value) }) },
  'contains-xml': { rule: ({ value }) => ({ rule: 'xml', anywhere: true, ...elements(value) }) },
  'contains-html': { rule: () => ({ rule: 'contains_html' }) },
  levenshtein: {
    rule: ({ value, threshold = 5 }) => ({ rule: 'edit_distance', text: text(value, true), max: threshold }),
  },
  'word-count': { rule: ({ value }) => ({ rule: 'word_count', parted_by: 'white_space', ...bounds(value) }) },
  bleu: { rule: (one) => compared('bleu', one), graded: true },
  gleu: { rule: (one) => compared('gleu', one), graded: true },
  javascript: { rule: (one) => ({ rule: 'lambda', code: functionOf(one) }), graded: true, inverts: true },
  'llm-rubric': { rule: ({ value }) => ({ rule: 'judge', criterion: text(value) }), graded: true },
};

function expected(value: unknown): unknown {
  if (value === undefined) throw new Unmapped('has no value');
  return typeof value === 'object' ? value : String(value as string | number | boolean);
}

function text(value: unknown, mayBeEmpty = false): string {
  if (typeof value === 'string' && (mayBeEmpty || value !== '')) return value;
  throw new Unmapped('needs a text as its value');
}

const textOrNumber = (value: unknown): string => text(typeof value === 'number' ? String(value) : value);

function texts(value: unknown): string[] {
  const list = typeof value === 'string' ? commaSeparated(value) : value;
  if (!Array.isArray(list) || list.length === 0) throw new Unmapped('needs a list of texts as its value');
  if (list.some(isRecord)) throw new Unmapped('has a value in its list that is no text');
  return list.map(String);
}

/** Only read here, never run: a pattern that is none fails always in promptfoo, with `not-` as well. */
function pattern(value: unknown): string {
  const source = text(value);
  try {
    new RegExp(source);
    return source;
  } catch (error) {
    throw new Unmapped(`is no regular expression: ${(error as Error).message}`);
  }
}

function schema(value: unknown): { schema?: Record<string, unknown> } {
  if (value === undefined || value === null || value === '') return {};
  return { schema: schemaOf(value) };
}

function elements(value: unknown): { elements?: string[] } {
  if (value === undefined || value === null) return {};
  const named = isRecord(value) ? (value['requiredElements'] ?? []) : value;
  const list = typeof named === 'string' ? named.split(',').map((one) => one.trim()) : named;
  if (!Array.isArray(list)) throw new Unmapped('needs a list of elements as its value');
  return list.length === 0 ? {} : { elements: list.map(String) };
}

function bounds(value: unknown): { min?: unknown; max?: unknown } {
  if (isRecord(value)) {
    const { min, max } = value;
    return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  }
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return { min: count, max: count };
}

function compared(rule: string, { value, threshold = 0.5 }: Asserted): Rule {
  return { rule, references: Array.isArray(value) ? value : [text(value, true)], at_least: threshold };
}
