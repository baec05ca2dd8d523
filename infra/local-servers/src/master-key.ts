import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the file of the master key where there is none, for its owner's eyes only. One that is there is left as it is. */
export function makeMasterKey(file: string): void {
  const begun = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(begun, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
    linkSync(begun, file); // whole or not at all, and never in the place of another
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(begun, { force: true });
  }
}
