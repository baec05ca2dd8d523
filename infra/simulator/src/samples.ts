import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { OutputSpec } from '@taskbench/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import { answersOf, type Answer } from './known.ts';

/** An input of a bundled sample with its right answer. */
export interface KnownInput {
  /** The name of its sample's folder. */
  readonly sample: string;
  readonly id: string;
  readonly text: string;
  readonly gold: unknown;
  /** Null when the gold says nothing. */
  readonly answer: Answer | null;
}

const Sample = z.looseObject({
  output: OutputSpec.prefault({}),
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
  const golds = await Promise.all(inputs.map(({ gold }) => goldOf(gold, read)));
  const answers = answersOf(output, golds);
  return Promise.all(
    inputs.map(async ({ id, text, file }, at) => {
      const said = text ?? (file === undefined ? '' : await read(file));
      return {
        sample: basename(folder),
        id: id ?? file ?? '',
        text: said.trim(),
        gold: golds[at],
        answer: answers[at] ?? null,
      };
    }),
  );
}

async function goldOf(gold: unknown, read: (name: string) => Promise<string>): Promise<unknown> {
  const file = z.strictObject({ file: z.string() }).safeParse(gold).data?.file;
  if (file === undefined) return gold;
  const text = await read(file);
  return file.endsWith('.json') ? JSON.parse(text) : text.trim();
}
