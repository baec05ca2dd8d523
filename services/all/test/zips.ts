import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A zip of these files, packed as small as can be, or as they are. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { compress });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** The same zip with every occurrence of some bytes put in another's place, to tell lies of the same length. */
export function forged(zip: Buffer, from: string | Buffer, to: string | Buffer): Buffer {
  const [was, is] = [Buffer.from(from), Buffer.from(to)];
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf(was); at >= 0; at = copy.indexOf(was, at + 1)) is.copy(copy, at);
  return copy;
}
