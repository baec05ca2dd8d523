import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, stopProcess } from '@taskbench/local-servers';

const root = join(import.meta.dirname, '../../..');
const PATIENCE_MS = 90_000;

/** A start of the stack through the built terminal: what it said, and how it ended or where it answers. */
export interface Start {
  readonly code: number | null;
  /** What it said beside that it starts. */
  readonly said: string[];
  readonly apiUrl: string;
  readonly webUrl: string;
  stop(): Promise<number | null>;
}

/** Folders that go with the spec, and starts that end with it. */
export class Launcher {
  private readonly folders: string[] = [];
  private readonly children: ChildProcess[] = [];

  /** A folder that every user of this machine can reach. */
  folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'taskbench-setup-'));
    chmodSync(made, 0o755);
    this.folders.push(made);
    return made;
  }

  async start(env: NodeJS.ProcessEnv, { uid }: { uid?: number } = {}): Promise<Start> {
    const [api, web] = [await freePort(), await freePort()];
    const { DATABASE_URL, NATS_URL, LLM_BASE_URL, OPENROUTER_API_KEY, ...rest } = process.env;
    void [DATABASE_URL, NATS_URL, LLM_BASE_URL, OPENROUTER_API_KEY];
    const all: NodeJS.ProcessEnv = {
      ...rest,
      TASKBENCH_ROOT: root,
      TASKBENCH_API_PORT: String(api),
      TASKBENCH_WEB_PORT: String(web),
      ...env,
    };
    const child = spawn(process.execPath, [join(root, 'dist/cli/main.mjs'), 'up', '--local'], {
      env: all,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid, gid: uid }),
    });
    this.children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const closed = new Promise<void>((done) => child.once('close', () => done()));
    for (
      const patience = Date.now() + PATIENCE_MS;
      child.exitCode === null;
      await new Promise((d) => setTimeout(d, 30))
    )
      if (text.includes('Ctrl-C stops everything.') || Date.now() > patience) break;
    if (child.exitCode !== null) await closed;
    const said = text.split('\n').filter((line) => line !== '' && !/^(Starting Postgres|Ctrl-C)/.test(line));
    const bind = all['TASKBENCH_BIND'] ?? '127.0.0.1';
    const host = bind.includes(':') ? `[${bind}]` : bind;
    return {
      code: child.exitCode,
      said,
      apiUrl: `http://${host}:${all['TASKBENCH_API_PORT']}`,
      webUrl: `http://${host}:${all['TASKBENCH_WEB_PORT']}`,
      async stop() {
        await stopProcess(child.pid!, 'SIGTERM', 30_000);
        await closed;
        return child.exitCode;
      },
    };
  }

  async close(): Promise<void> {
    for (const { pid } of this.children) await stopProcess(pid!, 'SIGTERM', 30_000);
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}
