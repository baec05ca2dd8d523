import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** A command of the terminal while it runs, and what it said. */
export interface Command {
  /** Waits until it has said this. */
  said(pattern: RegExp): Promise<void>;
  interrupt(): void;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The terminal as a person has it: the built program in a process of its own, its output piped. */
export function terminal(
  port: number | string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input?: string,
): Command {
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.mjs'), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], TASKBENCH_ROOT: root, TASKBENCH_API_PORT: String(port), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input); // it may have ended without reading
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const told = { text: '' };
    stream.setEncoding('utf8').on('data', (text: string) => void (told.text += text));
    return told;
  }) as [{ text: string }, { text: string }];
  const closed = once(child, 'close');
  return {
    async said(pattern) {
      while (!pattern.test(out.text + err.text)) {
        if (child.exitCode !== null) throw new Error(`It ended (${child.exitCode}): ${out.text}${err.text}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    interrupt: () => void child.kill('SIGINT'),
    ended: closed.then(() => ({ code: child.exitCode, stdout: out.text, stderr: err.text })),
  };
}
