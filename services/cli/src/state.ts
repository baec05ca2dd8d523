import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processIdentity, stopProcess } from '@taskbench/local-servers';

/** A process of the stack as it was started; the identity tells it from a later one with the same number. */
export interface Member {
  readonly name: string;
  readonly pid: number;
  readonly identity: string | null;
  readonly started_at: string;
  readonly url?: string;
}

/** What runs, kept in `stack.json`, so that a later command finds it, also after a crash. */
export class StackState {
  private readonly file: string;

  constructor(private readonly home: string) {
    this.file = join(home, 'stack.json');
  }

  /** The members that were noted and still live. */
  living(): Member[] {
    return this.read().filter(({ pid, identity }) => isAlive(pid) && processIdentity(pid) === identity);
  }

  note(name: string, pid: number, url?: string): void {
    const others = this.read().filter((member) => member.name !== name);
    const member = {
      name,
      pid,
      identity: processIdentity(pid),
      started_at: new Date().toISOString(),
      ...(url && { url }),
    };
    mkdirSync(this.home, { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify([...others, member], null, 2));
    renameSync(`${this.file}.new`, this.file);
  }

  clear(): void {
    rmSync(this.file, { force: true });
  }

  /** Ends what an earlier stack left behind, the last started first. */
  async stopLeftovers(): Promise<void> {
    for (const { name, pid } of this.living().reverse())
      await stopProcess(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
    this.clear();
  }

  private read(): Member[] {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Member[];
    } catch {
      return []; // none was written, or a crash cut it short: then nothing is known to run
    }
  }
}
