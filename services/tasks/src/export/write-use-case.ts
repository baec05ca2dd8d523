import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { WholeTask } from './whole-task.ts';
import { yamlOf } from './write-yaml.ts';

/** A task as a zip of its use-case folder. The same task gives the same bytes. */
export function writeUseCase(task: WholeTask): Promise<Buffer> {
  const zip = new ZipFile();
  const options = { mtime: new Date(0), forceDosTimestamp: true };
  for (const [name, text] of useCaseFiles(task)) zip.addBuffer(Buffer.from(text), name, options);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** Every file by its name: `USE-CASE.md` lists the inputs, so that ids which are no file names survive. */
function* useCaseFiles({ definition, checks }: WholeTask): Generator<readonly [string, string]> {
  const { name, description, inputs, ...described } = definition;
  const files = fileNames(inputs.map(({ id }) => id));
  const front = {
    version: 1,
    ...described,
    ...(checks && { quality_checks: checks }),
    inputs: inputs.map(({ id, gold, group }, at) => ({
      id,
      file: `data/${files[at]}.txt`,
      ...(gold !== undefined && { gold: { file: `ground-truth/${files[at]}.json` } }),
      ...(group !== undefined && { group }),
    })),
  };
  yield ['USE-CASE.md', `---\n${yamlOf(front)}---\n# ${name}\n\n${description}\n`];
  for (const [at, { text, gold }] of inputs.entries()) {
    yield [`data/${files[at]}.txt`, marked(text)];
    if (gold !== undefined) yield [`ground-truth/${files[at]}.json`, JSON.stringify(gold, null, 2)];
  }
}

/** Ids where they are names on every system, and no two alike; else a number. */
function fileNames(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.map((id, at) => {
    const plain = /^[A-Za-z0-9][\w-]{0,99}$/.test(id) && !/^(con|prn|aux|nul|com\d|lpt\d|input-\d+)$/i.test(id);
    const name = plain && !seen.has(id.toLowerCase()) ? id : `input-${at + 1}`;
    seen.add(name.toLowerCase());
    return name;
  });
}

/** A reader takes one byte order mark away: a text that begins with one gets a second. */
const marked = (text: string): string => (text.startsWith('\ufeff') ? `\ufeff${text}` : text);
