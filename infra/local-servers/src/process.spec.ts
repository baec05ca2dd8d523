import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, logTail } from './launch.ts';
import { isAlive, processIdentity } from './process.ts';

describe('A process of ours', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taskbench-process-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const shell = (script: string) => launch({ command: 'sh', args: ['-c', script], logFile: join(folder, 'log') });

  it('is told from a later one with its number by when it started', async () => {
    const first = await shell('sleep 30');
    await sleep(30);
    const second = await shell('sleep 30');
    expect(processIdentity(first.pid)).not.toBe(processIdentity(second.pid));
    expect(processIdentity(first.pid)).toBe(processIdentity(first.pid));
    await Promise.all([first.stop(), second.stop()]);
    await first.exited; // until it is collected, its number is still its own
    expect([isAlive(first.pid), processIdentity(first.pid)]).toEqual([false, null]);
    expect(await second.exited).toBe('SIGTERM');
  });

  it('writes what it says into its log', async () => {
    expect(await (await shell('echo one; echo two >&2; exit 3')).exited).toBe('exit code 3');
    expect(logTail(join(folder, 'log'), 1)).toBe('two');
  });

  it('that does not exist is an error at once', () =>
    expect(launch({ command: join(folder, 'none'), args: [], logFile: join(folder, 'log') })).rejects.toThrow(
      'ENOENT',
    ));
});
