import { isRecord } from './sited.ts';
import { Unmapped } from './notices.ts';

export type Vars = Readonly<Record<string, unknown>>;

const LONGEST = 2_000_000;
/** `{{ name }}` and `{{ name.field }}`. */
const PLACE = /\{\{\s*([A-Za-z_]\w*(?:\.\w+)*)\s*\}\}/g;
const PUT_IN = '\u0000';
const OPENED = /\{\{|\{%|\{#|\{\u0000/;

/** The names that a template puts in. */
export const placesIn = (template: string): string[] => [...template.matchAll(PLACE)].map(([, name]) => name!);

/** A template with another text in each place. */
export const replaced = (template: string, text: string): string => template.replaceAll(PLACE, () => text);

/** Refuses what only Nunjucks could run: filters, conditions, loops, calls. */
export function plain(template: string): void {
  const left = template.replaceAll(PLACE, PUT_IN);
  const at = left.search(OPENED);
  if (at < 0) return;
  const shown = left.slice(at, at + 40).split('\n')[0]!;
  throw new Unmapped(`has a template that only Nunjucks runs: ${shown}; {{name}} and {{name.field}} are read here`);
}

/** A template with its variables put in, as Nunjucks does; what is not defined is empty. */
export function rendered(template: string, vars: Vars): string {
  plain(template);
  return filled(template, (name) => shown(name, vars));
}

/** A template with what is known put in its places. */
export function filled(template: string, find: (name: string) => string | undefined): string {
  let length = template.length;
  return template.replaceAll(PLACE, (place, name: string) => {
    const text = find(name) ?? place;
    length += text.length;
    if (length > LONGEST) throw new Unmapped(`grows beyond ${LONGEST} characters by its variables`);
    return text;
  });
}

/** What a name shows of the variables; undefined where there is no such variable. */
export function known(name: string, vars: Vars): string | undefined {
  const [root = '', ...path] = name.split('.');
  if (!Object.hasOwn(vars, root)) return undefined;
  return textOf(name, path.reduce(fieldOf, vars[root]));
}

const fieldOf = (value: unknown, key: string): unknown =>
  value !== undefined && value !== null && Object.hasOwn(Object(value) as object, key)
    ? (value as Vars)[key]
    : undefined;

function shown(name: string, vars: Vars): string {
  const text = known(name, vars);
  if (text === undefined && /^env(?:\.|$)/.test(name))
    throw new Unmapped(`needs {{${name}}}, and no environment is read`);
  return text ?? '';
}

/** A value as a template shows it. */
function textOf(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && !value.some((one) => typeof one === 'object' && one !== null)) return value.join(',');
  if (Array.isArray(value) || isRecord(value)) throw new Unmapped(`shows {{${name}}}, which is no text`);
  return String(value as string | number | boolean);
}
