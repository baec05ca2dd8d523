import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environment } from './postgres-binaries.ts';
import { clusterOf, type Place } from './postgres-place.ts';
import { commandLine, isAlive, stopProcess } from './process.ts';
import { SetupError } from './setup-error.ts';

const run = promisify(execFile);

/** The password of this data: made once, readable by its owner only. */
export function keepPassword(folder: string, given?: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    if (existsSync(clusterOf(folder)) && !given)
      throw new SetupError(`${file} is missing, so the data beside it cannot be opened. Put it back.`);
    writeFileSync(file, given ?? randomBytes(24).toString('hex'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Makes the data folder once. What an earlier start left half done is thrown away. */
export async function ensureCluster(place: Place, password: string): Promise<void> {
  const { folder, binaries, uid, gid } = place;
  if (existsSync(clusterOf(folder))) return refuseOtherVersion(place);
  const unfinished = `${clusterOf(folder)}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const data = join(unfinished, 'data');
  const passwordFile = join(unfinished, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) [unfinished, passwordFile].forEach((path) => chownSync(path, uid, gid));
  const args = [
    '-D',
    data,
    '-U',
    'taskbench',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--no-locale',
  ];
  try {
    await run(join(binaries.folder, 'bin', 'initdb'), args, { env: environment(binaries), cwd: '/', uid, gid });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const lines = (stderr || message).trim().split('\n');
    const why = lines.find((line) => /FATAL|error:|could not/.test(line)) ?? lines.at(-1) ?? '';
    throw new SetupError(
      `Postgres could not make its data in ${folder}: ${why.trim()}. Free some space, or set DATABASE_URL.`,
    );
  }
  renameSync(data, clusterOf(folder));
  rmSync(unfinished, { recursive: true, force: true });
}

/** Postgres reads the data of its own major version only. */
function refuseOtherVersion({ folder, binaries }: Place): void {
  const file = join(clusterOf(folder), 'PG_VERSION');
  const [own] = binaries.version.split('.');
  const major = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (major !== own)
    throw new SetupError(
      `The data in ${folder} is of Postgres ${major || 'no version that can be read'}, this TaskBench brings ${own}. Start the TaskBench that made it, or set TASKBENCH_HOME to another folder.`,
    );
}

/** After a crash: a server that still holds this data is stopped, a pid file that points at a stranger removed. */
export async function clearLeftovers(folder: string): Promise<void> {
  const file = join(clusterOf(folder), 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!(pid > 0) || !isAlive(pid)) return;
  if (commandLine(pid).includes(`-D ${clusterOf(folder)} `)) await stopProcess(pid, 'SIGINT');
  else rmSync(file);
}
