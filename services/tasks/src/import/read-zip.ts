import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { BadInput, sound, utf8 } from '@taskbench/service-kit';
import { fromBufferPromise, validateFileName, type Entry, type ZipFile } from 'yauzl';
import type { Files } from './read-yaml.ts';

const MOST_FILES = 20_100;
const MOST_BYTES = 20 * 1024 * 1024;

/** The files of a zip as texts. Nothing is written anywhere, and no more is unpacked than may be kept. */
export async function filesOfZip(name: string, bytes: Buffer): Promise<Files> {
  const refuse = (message: string) => new BadInput([{ path: '', message: `${name} ${message}` }], 'bad-zip');
  try {
    const zip = await fromBufferPromise(bytes, { decodeStrings: false });
    if (zip.entryCount > MOST_FILES) throw refuse(`holds more than ${MOST_FILES} files`);
    const files: [string, string][] = [];
    let size = 0;
    for await (const entry of zip.eachEntry()) {
      const path = pathOf(entry);
      if (path === null) throw refuse('holds a file whose name is not UTF-8');
      const unsafe = validateFileName(path);
      if (unsafe) throw refuse(`holds a file that would lie outside of it: ${path}`);
      if (path.endsWith('/')) continue;
      size += entry.uncompressedSize;
      if (size > MOST_BYTES) throw refuse('unpacks to more than 20 MB');
      if (!entry.canDecodeFileData()) throw refuse(`holds ${path} encrypted, or packed in a way that is not read here`);
      files.push([path, await textOf(zip, entry, path, refuse)]);
    }
    return sound(Object.fromEntries(rooted(files)));
  } catch (error) {
    throw error instanceof BadInput ? error : refuse('is not a zip that can be read, or is damaged');
  }
}

// Many packers write UTF-8 names without saying so, so what the entry says of its encoding is not asked.
const pathOf = ({ fileNameRaw }: Entry): string | null => utf8(fileNameRaw);

async function textOf(
  zip: ZipFile,
  entry: Entry,
  path: string,
  refuse: (message: string) => BadInput,
): Promise<string> {
  const data = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(data) !== entry.crc32) throw refuse(`holds ${path} damaged`);
  const text = utf8(data);
  if (text === null && !isHidden(path)) throw refuse(`holds ${path}, which is not UTF-8 text`);
  return text ?? '';
}

/** What packers and systems add by themselves. */
const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

/** Without hidden files, and without the one folder that everything lies in. */
function rooted(all: readonly [string, string][]): [string, string][] {
  const files = all.filter(([path]) => !isHidden(path));
  const folder = /^[^/]+\//.exec(files[0]?.[0] ?? '')?.[0];
  const within =
    folder && !files.some(([path]) => path === 'USE-CASE.md') && files.every(([path]) => path.startsWith(folder));
  return within ? files.map(([path, text]) => [path.slice(folder.length), text]) : files;
}
