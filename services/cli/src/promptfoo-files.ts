import { parse } from 'yaml';

const TEXT = /\.(?:txt|md|json|jsonl|yaml|yml|csv|j2|js|cjs)$/;
const NAMED = /^(?:file:\/\/)?(?:\.\/)*([^\n{}*]+?)(?::\w+)?$/;

/** The texts that a configuration of promptfoo, or a file of it, names; other files name none. */
export function promptfooFiles(file: string, text: string): string[] {
  const found = /\.(?:csv|jsonl)$/.test(file) ? text.match(/file:\/\/[^\s"',]+/g) : stringsOf(file, text);
  const names = (found ?? []).map((one) => NAMED.exec(one)?.[1] ?? '');
  return [...new Set(names.filter((name) => TEXT.test(name)))];
}

/** Strings that name a file: by its scheme anywhere, by its ending alone where promptfoo takes them for files. */
function stringsOf(file: string, text: string): string[] {
  const value = valueOf(text) as { prompts?: unknown; tests?: unknown } | null | undefined;
  const isConfig = file === 'yaml';
  if (isConfig && (typeof value !== 'object' || value === null || !('prompts' in value))) return [];
  if (!isConfig && !/\.(?:yaml|yml|json)$/.test(file)) return [];
  const bare = isConfig ? [value!.prompts, value!.tests].flatMap(shallow) : [];
  return [...bare, ...strings(value).filter((one) => one.startsWith('file://'))];
}

/** The texts of a list of prompts or tests, the names of a record of prompts, and the paths in either. */
function shallow(list: unknown): string[] {
  if (typeof list === 'string') return [list];
  if (Array.isArray(list))
    return list.flatMap((one: unknown) => {
      const { raw, id, path } = (one ?? {}) as { raw?: unknown; id?: unknown; path?: unknown };
      return [one, raw, id, path].filter((name) => typeof name === 'string');
    });
  return typeof list === 'object' && list !== null ? Object.keys(list) : [];
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** A YAML that cannot be read names nothing: the API says what is wrong with it. */
function valueOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, logLevel: 'error', merge: true });
  } catch {
    return undefined;
  }
}
