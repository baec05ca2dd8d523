import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, launch, type Running } from '@taskbench/local-servers';
import { keep } from './keep.ts';

describe('What is kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taskbench-keep-'));
  const logFile = join(folder, 'log');
  const started: Running[] = [];
  afterAll(async () => {
    await Promise.all(started.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    started.push(await launch({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1e6)'], logFile }));
    return started.at(-1)!;
  };
  const until = async (holds: () => boolean) => {
    for (let tries = 0; !holds(); tries++) {
      if (tries > 600) throw new Error('It never came to it.');
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const last = () => started.at(-1)!;

  it('is started again when it was killed, and when it cannot start at once', async () => {
    const said: string[] = [];
    let refusals = 1;
    const again = async () => {
      if (refusals-- > 0) throw new Error('The port is taken.\nand more');
      return start();
    };
    const first = await start();
    const kept = keep(first, { name: 'part', again, say: (line) => said.push(line), logFile });
    process.kill(first.pid, 'SIGKILL');
    await until(() => last() !== first);
    expect(said).toEqual([
      `part ended (SIGKILL); it starts again in 0.5 s. Its log: ${logFile}`,
      `part ended (The port is taken.); it starts again in 1 s. Its log: ${logFile}`,
    ]);
    await kept.stop();
    expect(isAlive(last().pid)).toBe(false);
  });

  it('is ended and started again when it runs without working', async () => {
    const said: string[] = [];
    const first = await start();
    const works = async () => last() !== first;
    const kept = keep(first, {
      name: 'part',
      again: start,
      say: (line) => said.push(line),
      logFile,
      works,
      askEvery: 10,
    });
    await until(() => last() !== first);
    expect(said[0]).toBe(`part runs but does not work; it is started again. Its log: ${logFile}`);
    const second = last();
    await new Promise((done) => setTimeout(done, 100));
    expect(isAlive(second.pid)).toBe(true);
    await kept.stop();
  });

  it('stays stopped, also when it was stopped while it started', async () => {
    let beginning = false;
    let goOn: () => void = () => undefined;
    const again = async () => {
      beginning = true;
      await new Promise<void>((done) => (goOn = done));
      return start();
    };
    const first = await start();
    const kept = keep(first, { name: 'part', again, say: () => undefined, logFile });
    process.kill(first.pid, 'SIGKILL');
    await until(() => beginning);
    const stopped = kept.stop();
    goOn();
    await stopped;
    expect(last()).not.toBe(first);
    expect(isAlive(last().pid)).toBe(false);
  });
});
