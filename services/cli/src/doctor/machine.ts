import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { portTaken } from '@taskbench/local-servers';
import type { Settings } from '../settings.ts';
import { bad, good, type Finding } from './finding.ts';

const LEAST_DISK = 1_000_000_000;

export function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 22);
  return fits
    ? good('node', process.versions.node)
    : bad('node', process.versions.node, 'Install Node 22.22 or newer.');
}

/** The folder of data and logs: whether it can be written, and the room on its disk. */
export function home({ home: folder }: Pick<Settings, 'home'>): Finding {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    const { bavail, bsize } = statfsSync(there);
    const free = bavail * bsize;
    const seen = `${folder}, ${(free / 1e9).toFixed(1)} GB free`;
    return free >= LEAST_DISK
      ? good('data', seen)
      : bad('data', seen, 'Make room, or set TASKBENCH_HOME to another disk.');
  } catch {
    return bad('data', `${folder} cannot be written`, 'Set TASKBENCH_HOME to a folder of yours.');
  }
}

/** Whether the ports are free that the next start needs. */
export function ports({ apiPort, webPort, bind }: Pick<Settings, 'apiPort' | 'webPort' | 'bind'>): Promise<Finding[]> {
  return Promise.all([
    port('API port', apiPort, 'TASKBENCH_API_PORT', bind),
    port('UI port', webPort, 'TASKBENCH_WEB_PORT', bind),
  ]);
}

async function port(name: string, number: number, variable: string, bind: string): Promise<Finding> {
  try {
    const taken = await portTaken(number, bind);
    return taken ? bad(name, `${number} is taken`, `Free it or set ${variable}.`) : good(name, `${number} is free`);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return bad(name, `${number} cannot be listened on at ${bind} (${code})`, `Set ${variable} or TASKBENCH_BIND.`);
  }
}
