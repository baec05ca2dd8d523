import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { OutputSpec } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { pinned } from './pinned.ts';

const LONGEST_TEXT = 2_000_000;
const taskOf = (inputs: number) => ({
  name: 'T',
  description: 'd',
  output: OutputSpec.parse({}),
  inputs: Array.from({ length: inputs }, (_, at) => ({ id: String(at), text: 'x'.repeat(LONGEST_TEXT) })),
});

describe('The models of an evaluation that is asked for', () => {
  const sent: unknown[] = [];
  const models = [{ label: 'a', model_id: 'a', connection_id: 'default', prices: null }];
  let server: Server;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      sent.push(await json(request));
      response.end(JSON.stringify({ models: ['a'], pinned: models }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => server.close());

  it.each([
    ['with its task', 9, true],
    ['without a task that is over what the API takes', 10, false],
  ])('are asked for %s', async (_, inputs, withTask) => {
    const api = openApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const task = taskOf(inputs);
    expect(await pinned(api, { models: ['a'] }, task)).toEqual(models);
    expect(sent.pop()).toEqual({ models: ['a'], ...(withTask && { task }) });
  });
});
