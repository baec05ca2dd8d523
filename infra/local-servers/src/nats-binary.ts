import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fromDebian } from './nats-debian.ts';
import { fromRelease } from './nats-release.ts';
import { SetupError } from './setup-error.ts';

const NAME = 'nats-server';

/** The NATS server to run: the one named, the machine's, the one fetched earlier, else one fetched now. */
export async function findNats(home: string): Promise<string> {
  const named = process.env['NATS_SERVER'];
  if (named) {
    if (runs(named)) return named;
    throw new SetupError(`NATS_SERVER=${named} is not a program. Point it at a nats-server, or leave it out.`);
  }
  const kept = join(home, 'bin', NAME);
  const found = [...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, NAME)), kept].find(runs);
  if (found) return found;
  mkdirSync(join(home, 'bin'), { recursive: true });
  for (const fetched of [fromDebian, fromRelease]) {
    if ((await fetched(kept)) && existsSync(kept)) return kept;
  }
  throw new SetupError(
    'No nats-server could be fetched. Install it (apt install nats-server) or set NATS_SERVER or NATS_URL.',
  );
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
