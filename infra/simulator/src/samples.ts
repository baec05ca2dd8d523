import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Where a gold keeps its items, and how each of their fields is compared. */
export interface ItemList {
  readonly key: string;
  readonly matchers: Readonly<Record<string, string>>;
}

/** An input of a bundled sample with its right answer. */
export interface KnownInput {
  readonly id: string;
  readonly text: string;
  readonly gold: unknown;
  /** Null when the gold is no JSON with a list of items in one place. */
  readonly list: ItemList | null;
}

const Matcher = z.union([z.string(), z.looseObject({ match: z.string() }).transform(({ match }) => match)]);
const Sample = z.looseObject({
  output: z
    .looseObject({
      format: z.string().default('json'),
      items: z.unknown().optional(),
      fields: z.record(z.string(), Matcher).default({}),
    })
    .optional(),
  inputs: z
    .array(
      z.looseObject({
        id: z.string().optional(),
        text: z.string().optional(),
        file: z.string().optional(),
        gold: z.unknown().optional(),
      }),
    )
    .default([]),
});
type Sample = z.infer<typeof Sample>;

/** All inputs of all samples in a folder, the longest first: one text may lie within another. */
export async function readSamples(folder: string): Promise<KnownInput[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const found = await Promise.all(folders.map(readSample));
  return found
    .flat()
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.text.length - a.text.length);
}

async function readSample(folder: string): Promise<KnownInput[]> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const yaml = await read('task.yaml').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null; // a folder without a task
    throw error;
  });
  if (yaml === null) return [];
  const { inputs, output } = Sample.parse(parse(yaml));
  return Promise.all(
    inputs.map(async ({ id, text, file, gold }) => {
      const answer = await goldOf(gold, read);
      const said = text ?? (file === undefined ? '' : await read(file));
      return { id: id ?? file ?? '', text: said.trim(), gold: answer, list: listOf(output, answer) };
    }),
  );
}

async function goldOf(gold: unknown, read: (name: string) => Promise<string>): Promise<unknown> {
  const file = z.strictObject({ file: z.string() }).safeParse(gold).data?.file;
  if (file === undefined) return gold;
  const text = await read(file);
  return file.endsWith('.json') ? JSON.parse(text) : text.trim();
}

function listOf(output: Sample['output'], gold: unknown): ItemList | null {
  const key = output?.format === 'json' && /^\$\.(\w+)$/.exec(String(output.items))?.[1];
  if (!key) return null;
  const items = z.object({ [key]: z.array(z.record(z.string(), z.unknown())) });
  return items.safeParse(gold).success ? { key, matchers: output.fields } : null;
}
