import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GenerationAsked, type SuitableModel, type TaskDefinition } from '@taskbench/contracts';
import { EventLog, isOutage, migrate, servicePool, steadyPool, type Pool } from '@taskbench/event-log';
import { readConfig, type Runtime } from '@taskbench/service-kit';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { Connections } from '../connections/connections.ts';
import { execution } from '../execution.module.ts';
import { requestGeneration } from '../reactions/request-generation.ts';
import { askWhy } from './ask-why.ts';

const nowhere = servicePool('postgres://nobody@127.0.0.1:1/none', 1);

describe('A generator model', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;
  let server: Server;
  let url: string;
  let status = 200;

  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
    pool = servicePool(database.url, 4);
    log = new EventLog(steadyPool(database.url, 2));
    server = createServer((_, response) => response.writeHead(status).end('{"data":[{"id":"writer"}]}'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  beforeEach(async () => {
    status = 200;
    await pool.query('delete from execution.connections');
    await pool.query('delete from execution.catalogue');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await Promise.all([pool, log.pool, nowhere].map((one) => one.end()));
    await database.drop();
  });

  /** A process that is to ask this model, at this address. */
  function process(model: string, { at = url, rows = pool } = {}) {
    const config = readConfig({
      DATABASE_URL: database.url,
      NATS_URL: 'nats://127.0.0.1:1',
      LLM_BASE_URL: at,
      TASKBENCH_GENERATOR_MODEL: model,
      TASKBENCH_ALLOW_HOSTS: '127.0.0.1',
    });
    const connections = new Connections({ config, pool: rows });
    return { config, connections, model };
  }
  const offeredTwice = (connections: Connections) =>
    connections.stored.add({ connection_id: 'two', name: 'Two', base_url: url, origin: new URL(url).origin }, null, 1);

  /** Checks are wanted of it: what the call that is to write them came to. */
  async function generation({ connections, model }: ReturnType<typeof process>) {
    const task_id = randomUUID();
    const call_id = `${task_id}-g1`;
    const asked = { task_id, task_version: 1, call_id, prompt: 'a'.repeat(64), prompt_bytes: 9, model_id: model };
    const event = { ...GenerationAsked(asked), id: randomUUID() };
    await requestGeneration(log, connections).react(event as never);
    const [said] = await log.stream(`call-${call_id}`);
    return (said!.data as { reason?: string }).reason ?? said!.type;
  }
  const why = ({ config, connections }: ReturnType<typeof process>) =>
    askWhy({ config } as Runtime, connections, randomUUID(), {} as TaskDefinition, [{}] as SuitableModel[]);

  it('that is offered is asked for checks', async () =>
    expect(await generation(process('writer'))).toBe('CallRequested'));

  it('that nobody offers is unknown', async () => {
    expect(await generation(process('wirter'))).toBe('unknown_model');
    expect(await why(process('wirter'))).toEqual({ explanation: null, unexplained: 'no_generator' });
  });

  it('whose provider refuses the key is not called unknown', async () => {
    status = 401;
    expect(await generation(process('writer'))).toBe('refused_key');
    await expect(why(process('writer'))).rejects.toMatchObject({ code: 'provider-unavailable' });
  });

  it('whose provider does not answer is not called unknown', async () => {
    const away = process('writer', { at: 'http://127.0.0.1:9/v1' });
    expect(await generation(away)).toBe('connection');
    await expect(why(away)).rejects.toMatchObject({ code: 'provider-unavailable' });
  });

  it('that two connections offer is not called unknown', async () => {
    const twice = process('writer');
    await offeredTwice(twice.connections);
    expect(await generation(twice)).toBe('bad_request');
    await expect(why(twice)).rejects.toMatchObject({ code: 'ambiguous-model' });
  });

  it('is looked for again when Postgres was away: nothing is said of it meanwhile', async () => {
    const blind = process('writer', { rows: nowhere });
    for (const work of [generation(blind), why(blind)])
      expect(await work.catch((error: unknown) => isOutage(error))).toBe(true);
  });
});
