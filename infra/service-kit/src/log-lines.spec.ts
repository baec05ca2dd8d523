import type { Server } from 'node:http';
import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { within } from '@taskbench/telemetry';
import { logLines } from '@taskbench/testing';
import { ProblemFilter } from './problem.ts';
import { requestLog } from './request-log.ts';
import { Sweep } from './sweep.ts';

const CANARY = 'the canary sings';

@Controller()
class Fails {
  @Get('fails')
  fails(): never {
    throw Object.assign(new Error(CANARY), { code: 'XX000' });
  }
}
@Module({ controllers: [Fails] })
class Process {}

describe('What is logged of an error that quotes a text', () => {
  const { log, written } = logLines();
  beforeEach(() => void written.splice(0));
  const line = async (sentence: string) => {
    for (let tries = 0; tries < 200; tries++, await new Promise((done) => setTimeout(done, 5))) {
      const found = written.find(({ msg }) => msg === sentence);
      if (found) return found;
    }
    throw new Error(JSON.stringify(written));
  };

  describe('within a request', () => {
    let app: INestApplication;
    afterEach(() => app.close());

    it('is its kind, its code and the request; who asked hears none of its words either', async () => {
      app = await NestFactory.create(Process, { logger: false });
      app.use(requestLog(log));
      app.useGlobalFilters(new ProblemFilter(log));
      await app.listen(0, '127.0.0.1');
      const { port } = (app.getHttpServer() as Server).address() as { port: number };
      const response = await fetch(`http://127.0.0.1:${port}/fails`, { headers: { 'x-request-id': 'r-1' } });
      expect(await line('A request failed.')).toMatchObject({
        request: 'r-1',
        err: { type: 'Error', code: 'XX000', stack: expect.stringContaining('log-lines.spec') },
      });
      expect(await line('Answered.')).toMatchObject({ request: 'r-1', status: 500 });
      expect(`${JSON.stringify(written)} ${await response.text()}`).not.toContain('canary');
    });
  });

  it('carries no ids of who woke a sweep', async () => {
    const sweep = new Sweep(log, 'Nothing was swept.', async () => void log.info('sweeping'), 60_000);
    within({ request: 'r-1', consumer: 'somebody' }, () => sweep.wake());
    const swept = await line('sweeping');
    expect(swept).not.toHaveProperty('request');
    expect(swept).not.toHaveProperty('consumer');
    await sweep.close();
  });

  it('is its kind where a sweep throws it, and the next round comes', async () => {
    let rounds = 0;
    const work = async () => {
      rounds += 1;
      throw new Error(CANARY);
    };
    const sweep = new Sweep(log, 'Nothing was swept.', work, 5);
    expect(await line('Nothing was swept.')).toMatchObject({ err: { type: 'Error' } });
    written.splice(0);
    await line('Nothing was swept.');
    await sweep.close();
    expect(rounds).toBeGreaterThan(1);
    expect(JSON.stringify(written)).not.toContain('canary');
  });
});
