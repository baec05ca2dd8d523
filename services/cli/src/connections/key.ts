import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where a key is taken from. */
export interface KeySource {
  readonly keyFromEnv?: string;
  readonly keyFromStdin?: boolean;
}

/** The key that is given, never on the command line, which others on this machine can read. Null: none. */
export async function keyFrom({ keyFromEnv, keyFromStdin }: KeySource): Promise<string | null> {
  if (keyFromEnv !== undefined) {
    const key = process.env[keyFromEnv];
    if (key) return key;
    throw new Error(`${keyFromEnv} is not set. Nothing was added.`);
  }
  if (keyFromStdin) return (await text(process.stdin)).trim() || null;
  return process.stdin.isTTY ? asked() : null;
}

async function asked(): Promise<string | null> {
  process.stderr.write('Key (it is not shown; empty for none): ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const key = await lines.question('').finally(() => lines.close());
  process.stderr.write('\n');
  return key.trim() || null;
}
