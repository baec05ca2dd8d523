import type { FieldRule, Matcher, OutputSpec } from '@taskbench/contracts';
import { readDate } from './dates.ts';
import { goldItemsOf } from './gold.ts';
import { isRecord } from './items.ts';
import { readTime } from './times.ts';

type Fields = Record<string, FieldRule>;

/** A task's output with the fields that its gold shows, where none are declared. */
export function withInferredFields(spec: OutputSpec, golds: readonly unknown[]): OutputSpec {
  if (spec.fields && Object.keys(spec.fields).length > 0) return spec;
  const fields = inferredFields(golds.flatMap((gold) => goldItemsOf(gold, spec)));
  return Object.keys(fields).length > 0 ? { ...spec, fields } : spec;
}

/** The fields of gold items, each with the matcher that its values ask for; times `start` and `end` are one interval. */
export function inferredFields(items: readonly unknown[]): Fields {
  const records = items.filter(isRecord);
  const names = [...new Set(records.flatMap((item) => Object.keys(item)))];
  const fields: Fields = Object.fromEntries(
    names.map((name) => [name, inferredMatcher(records.map((item) => item[name]))]),
  );
  const { start, end, ...others } = fields;
  const span = start === end && (start === 'time' || start === 'number');
  return span ? { ...others, span: { match: 'interval', weight: 1, start: 'start', end: 'end' } } : fields;
}

const KINDS: readonly [Matcher, (value: unknown) => boolean][] = [
  ['boolean', (value) => typeof value === 'boolean'],
  ['number', (value) => typeof value === 'number' || (typeof value === 'string' && PLAIN_NUMBER.test(value))],
  ['date', (value) => readDate(value) !== null],
  ['time', (value) => typeof value === 'string' && readTime(value) !== null],
  ['fuzzy', (value) => typeof value === 'string'],
  ['set', (value) => Array.isArray(value) && value.every((one) => typeof one !== 'object')],
];
/** "007" is a name, not seven. */
const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** The matcher that all values of a field ask for; null says nothing. */
export function inferredMatcher(values: readonly unknown[]): Matcher {
  const given = values.filter((value) => value !== null && value !== undefined);
  if (given.length === 0) return 'exact';
  return KINDS.find(([, fits]) => given.every(fits))?.[0] ?? 'exact';
}
