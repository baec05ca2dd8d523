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

type Owner = Pick<Member, 'pid' | 'identity'>;
const lives = ({ pid, identity }: Owner): boolean => isAlive(pid) && processIdentity(pid) === identity;

/** What runs, kept in `stack.json`, so that a later command finds it, also after a crash. */
export class StackState {
  private readonly file: string;
  private readonly lock: string;

  constructor(private readonly home: string) {
    this.file = join(home, 'stack.json');
    this.lock = join(home, 'stack.lock');
  }

  /** Takes the folder for this process. False when a living one has it: of two starts at once one gets it. */
  claim(): boolean {
    const owner = () => {
      try {
        return JSON.parse(readFileSync(this.lock, 'utf8')) as Owner;
      } catch {
        return null; // gone meanwhile, or a crash cut it short
      }
    };
    for (let stale = 0; stale < 3; stale++) {
      try {
        const me: Owner = { pid: process.pid, identity: processIdentity(process.pid) };
        writeFileSync(this.lock, JSON.stringify(me), { flag: 'wx' });
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const other = owner();
        if (other && lives(other)) return false;
        rmSync(this.lock, { force: true });
      }
    }
    return false;
  }

  /** The members that were noted and still live. */
  living(): Member[] {
    return this.noted().filter(lives);
  }

  note(name: string, pid: number, url?: string): void {
    const others = this.noted().filter((member) => member.name !== name);
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

  /** Nothing runs any more, and another process may take the folder. */
  clear(): void {
    rmSync(this.file, { force: true });
    rmSync(this.lock, { force: true });
  }

  /** Ends what an earlier stack left behind, the last started first. */
  async stopLeftovers(): Promise<void> {
    for (const { name, pid } of this.living().reverse())
      await stopProcess(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
    rmSync(this.file, { force: true });
  }

  /** All that was started, living or not. */
  noted(): Member[] {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Member[];
    } catch {
      return []; // none was written, or a crash cut it short: then nothing is known to run
    }
  }
}
