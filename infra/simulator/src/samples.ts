import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

/** An input of a bundled sample with its right answer. */
export interface KnownInput {
  readonly id: string;
  readonly text: string;
  readonly gold: unknown;
  /** Under which key of the gold the list of items lies, or null. */
  readonly list: string | null;
}

interface SampleYaml {
  output?: { items?: string };
  inputs?: { id: string; text?: string; file?: string; gold?: unknown }[];
}

/** All inputs of all samples in a folder. */
export async function readSamples(folder: string): Promise<KnownInput[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => readSample(join(folder, entry.name, 'task.yaml'))),
  );
  return found.flat();
}

async function readSample(path: string): Promise<KnownInput[]> {
  const { inputs = [], output } = parse(await readFile(path, 'utf8')) as SampleYaml;
  const list = output?.items?.match(/^\$\.(\w+)$/)?.[1] ?? null;
  const read = (name: string) => readFile(join(dirname(path), name), 'utf8');
  return Promise.all(
    inputs.map(async ({ id, text, file, gold }) => {
      const from = (gold as { file?: string } | undefined)?.file;
      const answer: unknown = from?.endsWith('.json')
        ? JSON.parse(await read(from))
        : from
          ? (await read(from)).trim()
          : gold;
      return { id, text: text ?? (await read(file!)), gold: answer, list };
    }),
  );
}
