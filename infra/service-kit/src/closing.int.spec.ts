import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, testServers, wire, type FreshDatabase } from '@taskbench/testing';
import { boot } from './boot.ts';
import { readConfig } from './config.ts';
import { defineService } from './service.ts';

const tasks = defineService({ name: 'tasks', migrations: [], projections: [], parts: () => ({ controllers: [] }) });

describe('A process that is told to end', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it('ends while NATS is away', async () => {
    const nats = await wire(testServers().natsUrl);
    const config = readConfig({
      DATABASE_URL: database.url,
      NATS_URL: nats.url,
      PORT: '0',
      TASKBENCH_SIMULATOR_URL: 'http://127.0.0.1:1/v1',
    });
    const running = await boot([tasks], { relay: true, config });
    nats.cut();
    while (running.runtime.connected()) await sleep(20);
    await running.close();
    nats.close();
  });
});
