import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import type { ImportTask } from '@taskbench/contracts';
import { parse } from 'yaml';
import type { z } from 'zod';
import { promptfooFiles } from './promptfoo-files.ts';

/** A task file as `POST /tasks/import` takes it: JSON, or a zip. */
export type TaskFile = z.input<typeof ImportTask> | Buffer;

/** A task from a YAML with the files that it names, a use-case folder, or a zip of one. */
export async function readTaskFile(path: string): Promise<TaskFile> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (!isFolder) return path.endsWith('.zip') ? bytes(path, 'The task') : readYamlFile(path);
  const names = await readdir(path);
  const yaml = ['task.yaml', 'promptfooconfig.yaml'].find((name) => names.includes(name));
  return yaml ? readYamlFile(join(path, yaml)) : readFolder(path);
}

async function readFolder(path: string): Promise<TaskFile> {
  const files: Record<string, string> = { 'USE-CASE.md': await text(join(path, 'USE-CASE.md'), 'The task') };
  for (const folder of ['data', 'ground-truth'])
    for (const entry of await readdir(join(path, folder), { withFileTypes: true }).catch(() => []))
      if (entry.isFile() && !entry.name.startsWith('.'))
        files[`${folder}/${entry.name}`] = await text(join(path, folder, entry.name), `${path}: the file`);
  return { files };
}

async function readYamlFile(path: string): Promise<TaskFile> {
  const yaml = await text(path, 'The task');
  const files: Record<string, string> = {};
  const beside = (name: string): string => {
    if (isAbsolute(name) || normalize(name).startsWith('..'))
      throw new Error(`${path}: ${name} must lie beside the task file.`);
    return join(dirname(path), name);
  };
  for (const name of named(yaml)) files[name] = await text(beside(name), `${path}: the file`);
  // What a file of promptfoo names may be missing, or a program: the API says what it does not read.
  const left = promptfooFiles('yaml', yaml);
  for (const name of left) {
    if (Object.hasOwn(files, name)) continue;
    const found = beside(name);
    if (!(await stat(found).catch(() => null))?.isFile()) continue;
    files[name] = await text(found, `${path}: the file`);
    left.push(...promptfooFiles(name, files[name]));
  }
  return { yaml, file_name: basename(path), files };
}

/** Every `file:` of the YAML. A YAML that cannot be read names none: the API says what is wrong with it. */
function named(yaml: string): string[] {
  try {
    const { inputs } = parse(yaml, { maxAliasCount: 100, logLevel: 'error' }) as {
      inputs?: { file?: unknown; gold?: { file?: unknown } }[];
    };
    const names = (inputs ?? []).flatMap((input) => [input?.file, input?.gold?.file]);
    return [...new Set(names.filter((name) => typeof name === 'string'))];
  } catch {
    return [];
  }
}

async function text(path: string, what: string): Promise<string> {
  const read = await bytes(path, what);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(read);
  } catch {
    throw new Error(`${what} ${path} is not UTF-8 text.`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by you',
  EISDIR: 'is a folder',
};

const bytes = (path: string, what: string): Promise<Buffer> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${what} ${path} ${REASONS[error.code ?? ''] ?? 'cannot be read'}.`);
  });
