import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stopProcess } from './process.ts';

/** A process of ours. */
export interface Running {
  readonly pid: number;
  /** Resolves with how it ended, for example `exit code 1`. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

/** A server on this machine that answers at its address. */
export interface LocalServer extends Running {
  readonly url: string;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly stopWith?: NodeJS.Signals;
  /** Told the process's number before it is known to work, so that it can be found after a crash of ours. */
  readonly onLaunch?: ((pid: number) => void) | undefined;
}

/** Starts a process in a group of its own, so that Ctrl-C reaches us first and we stop it in our order. */
export async function launch({ command, args, logFile, stopWith, onLaunch, ...rest }: Launch): Promise<Running> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(command, args, { ...rest, detached: true, stdio: ['ignore', log, log] });
    const exited = new Promise<string>((resolve) =>
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)),
    );
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    onLaunch?.(pid);
    return { pid, exited, stop: () => stopProcess(pid, stopWith) };
  } finally {
    closeSync(log);
  }
}

/** The last lines of a log, for saying why something failed: without the places of a stack, which help nobody there. */
export function logTail(logFile: string, lines = 8): string {
  if (!existsSync(logFile)) return '';
  const said = readFileSync(logFile, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\s+at /.test(line));
  return said.slice(-lines).join('\n');
}
