import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import type { ImportTask } from '@taskbench/contracts';
import { parse } from 'yaml';

/** A task's YAML and the files that it names, read from beside it, as the API takes them. */
export async function readTaskFile(path: string): Promise<ImportTask> {
  const yaml = await text(path, 'The task');
  const files: Record<string, string> = {};
  for (const name of named(yaml)) {
    if (isAbsolute(name) || normalize(name).startsWith('..'))
      throw new Error(`${path}: ${name} must lie beside the task file.`);
    files[name] = await text(join(dirname(path), name), `${path}: the file`);
  }
  return { yaml, file_name: basename(path), files };
}

/** Every `file:` of the YAML. A YAML that cannot be read names none: the API says what is wrong with it. */
function named(yaml: string): string[] {
  try {
    const { inputs } = parse(yaml, { maxAliasCount: 100 }) as {
      inputs?: { file?: unknown; gold?: { file?: unknown } }[];
    };
    const names = (inputs ?? []).flatMap((input) => [input?.file, input?.gold?.file]);
    return [...new Set(names.filter((name) => typeof name === 'string'))];
  } catch {
    return [];
  }
}

async function text(path: string, what: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'ENOENT' ? `${what} ${path} does not exist.` : `${what} ${path} cannot be read: ${error.code}.`,
    );
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${what} ${path} is not UTF-8 text.`);
  }
}
