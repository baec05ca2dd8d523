import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { START_MS } from './limits.ts';
import type { Answer, Sent } from './program.ts';

const HERE = import.meta.dirname;
// Its source stands beside this one; built, it is an entry of its own.
const MAIN = join(HERE, import.meta.filename.endsWith('.ts') ? 'main.ts' : '../sandbox/main.mjs');
const ENGINE = ['quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync', '@jitl/quickjs-ffi-types'];

const { resolve } = createRequire(import.meta.url);
/** All that the process may read: its own code and the engine's. */
const reads = (): string[] => [dirname(dirname(MAIN)), ...ENGINE.map((name) => dirname(dirname(resolve(name))))];

/** What the process does without, should a program ever get out of its engine: files, processes, threads, eval. */
const WALLS = [
  process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
  '--disallow-code-generation-from-strings',
  '--max-old-space-size=128',
  // The engine's own limit of recursion must be the first that is reached.
  '--stack-size=3900',
];

/** A Node behind its walls, without what it is to run. */
export const walled = (): string[] => [...WALLS, ...reads().map((path) => `--allow-fs-read=${path}`)];

/** How a run ended: all answered, one without an answer for too long, or the process gone. */
export type End = 'answered' | 'hung' | 'gone';

/** A process that runs programs, one after another. It has no environment, and no files but its pipe. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /** There once it can run programs. */
  static start(): Promise<Child> {
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
    const child = spawn(process.execPath, [...walled(), MAIN], { env: { TZ: 'UTC' }, cwd: '/', stdio: [...stdio] });
    return new Promise<Child>((started, reject) => {
      const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
      const failed = (why: unknown) => {
        clearTimeout(late);
        reject(new Error(`A process for programs did not start: ${String(why)}.`));
      };
      child.on('error', failed).once('close', (code, signal) => failed(signal ?? `exit ${code}`));
      child.once('message', () => {
        clearTimeout(late);
        started(new Child(child));
      });
    });
  }

  /** Tells each answer as it comes, in order. When none comes for `patience` milliseconds the process is killed. */
  run(programs: readonly Sent[], patience: number, tell: (answer: Answer) => void): Promise<End> {
    return new Promise((resolve) => {
      let open = programs.length;
      let hung = false;
      const end = (how: End) => {
        clearTimeout(timer);
        this.process.off('message', answered).off('close', gone);
        resolve(how);
      };
      const gone = () => end(hung ? 'hung' : 'gone');
      const answered = (answer: Answer) => {
        tell(answer);
        if (--open === 0) end('answered');
        else timer.refresh();
      };
      // If it was we who had no time, an answer lies there unread: it is read before the immediate.
      const late = () => {
        const before = open;
        setImmediate(() => {
          if (open < before) return;
          hung = true;
          void this.kill();
        });
      };
      const timer = setTimeout(late, patience);
      this.process.on('message', answered).once('close', gone);
      this.process.send(programs as Sent[], (error) => error && gone());
    });
  }

  /** Resolves when the process is gone. */
  kill(): Promise<void> {
    return new Promise((gone) => {
      this.process.once('close', () => gone());
      if (!this.process.kill('SIGKILL')) gone();
    });
  }
}
