import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyBinaries, npmBinaries, type Binaries } from './postgres-binaries.ts';
import { SetupError } from './setup-error.ts';

/** Where a Postgres lives and as whom it runs: it refuses to run as root. */
export interface Place {
  readonly binaries: Binaries;
  readonly folder: string;
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY = 65_534;
const ELSEWHERE = '/var/lib/taskbench';

/** The folder for data that the user nobody cannot reach where it was asked for. */
export const elsewhereOf = (dataDir: string): string =>
  join(ELSEWHERE, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));

export const clusterOf = (folder: string): string => join(folder, 'cluster');

/** Decides it: plainly for an ordinary user; for root a place that the user nobody can reach. */
export function findPlace(dataDir: string, say: (line: string) => void): Place {
  mkdirSync(dataDir, { recursive: true });
  const binaries = npmBinaries();
  if (process.getuid?.() !== 0) return { binaries, folder: ownFolder(dataDir) };
  const elsewhere = elsewhereOf(dataDir);
  const account = ownerOf(clusterOf(dataDir)) ?? ownerOf(clusterOf(elsewhere)) ?? { uid: NOBODY, gid: NOBODY };
  const folder = reachableFolder(dataDir, elsewhere, account);
  const reachable = reaches(account, join(binaries.folder, 'share')) && reaches(account, join(binaries.folder, 'bin'));
  if (folder !== dataDir) say(`Postgres cannot reach ${dataDir} as user ${account.uid}; its data is in ${folder}.`);
  if (!reachable) say(`Postgres cannot reach ${binaries.folder} as user ${account.uid}; it runs from ${ELSEWHERE}.`);
  return { binaries: reachable ? binaries : copyBinaries(binaries, ELSEWHERE), folder, ...account };
}

type Account = { uid: number; gid: number };

function reachableFolder(dataDir: string, elsewhere: string, account: Account): string {
  const here = ownerOf(clusterOf(dataDir));
  if (!here && ownerOf(clusterOf(elsewhere))) return elsewhere;
  chmodSync(dataDir, 0o711);
  if (reaches(account, dataDir)) return dataDir;
  if (here)
    throw new SetupError(
      `User ${account.uid}, as whom Postgres runs, cannot reach ${dataDir}. Let others pass the folders above it (chmod o+x).`,
    );
  mkdirSync(elsewhere, { recursive: true });
  chmodSync(ELSEWHERE, 0o755);
  chmodSync(elsewhere, 0o711);
  return elsewhere;
}

function ownFolder(dataDir: string): string {
  const owner = ownerOf(clusterOf(dataDir));
  if (!owner || owner.uid === process.getuid?.()) return dataDir;
  throw new SetupError(
    `The data in ${dataDir} belongs to another user. Start as that user or root, or set TASKBENCH_HOME.`,
  );
}

function ownerOf(cluster: string): Account | null {
  const found = statSync(cluster, { throwIfNoEntry: false });
  return found ? { uid: found.uid, gid: found.gid } : null;
}

/** Asked of the system itself: modes, lists and mounts all have a say. */
function reaches(account: Account, folder: string): boolean {
  const { status, error } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...account,
    cwd: '/',
    stdio: 'ignore',
  });
  if (error)
    throw new SetupError(
      'Postgres refuses to run as root and this container forbids other users. Start as an ordinary user or set DATABASE_URL.',
    );
  return status === 0;
}
