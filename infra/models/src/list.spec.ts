import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkKey, fetchList, type Address } from './list.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A provider on this machine, as its spec has it answer. */
async function provider(answer: RequestListener, apiKey = 'key'): Promise<Address> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey, timeoutMs: 5_000 };
}
const saying = (status: number, body: string, headers: Record<string, string> = {}) =>
  provider((_, response) => response.writeHead(status, headers).end(body));
const at =
  (paths: Record<string, string>): RequestListener =>
  (request, response) =>
    request.url! in paths ? response.end(paths[request.url!]) : response.writeHead(404).end('Not Found');
const LIST = '{"data":[{"id":"a"}]}';
const failing = (reason: string, detail?: string) => ({ reason, ...(detail !== undefined && { detail }) });

describe('The list of models', () => {
  it('is had with the key', async () => {
    const seen: (string | undefined)[] = [];
    const address = await provider((request, response) => {
      seen.push(request.headers.authorization);
      response.end(LIST);
    });
    expect(await fetchList(address)).toBe(LIST);
    expect(await fetchList({ ...address, apiKey: '' })).toBe(LIST);
    expect(seen).toEqual(['Bearer key', undefined]);
  });

  it('may not be kept at all', async () => expect(await fetchList(await saying(404, 'Not Found'))).toBeNull());

  it.each([401, 403])('is refused with the key: %d', async (status) =>
    expect(fetchList(await saying(status, '{}'))).rejects.toMatchObject(failing('refused_key', String(status))),
  );
  it.each([400, 402, 429, 500, 503])('is not there today: %d', async (status) =>
    expect(fetchList(await saying(status, '{}'))).rejects.toMatchObject(failing('status', String(status))),
  );
  it.each([
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['an error', '{"error":"Unexpected endpoint or method. Returning 200 anyway"}'],
    ['half a list', '{"data":[{"id":"a"}'],
    ['nothing', ''],
  ])('is not %s', async (_, body) =>
    expect(fetchList(await saying(200, body))).rejects.toMatchObject(failing('not_a_list')),
  );

  it('is read up to 10 MB and no further', async () => {
    const name = 'x'.repeat(1_000);
    const entries = (count: number) => `{"data":[${Array.from({ length: count }, () => `"${name}"`).join(',')}]}`;
    expect(await fetchList(await saying(200, entries(9_900)))).toHaveLength(entries(9_900).length);
    let sent = 0;
    const endless = await provider((_, response) => {
      response.write('{"data":[');
      const more = () => {
        while (!response.destroyed && ((sent += name.length), response.write(`"${name}",`)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(fetchList(endless)).rejects.toMatchObject(failing('too_long', '10 MB'));
    expect(sent).toBeLessThan(100_000_000);
  });

  it('is waited for as long as a call may take, headers and body', async () => {
    const silent = await provider(() => undefined);
    await expect(fetchList({ ...silent, timeoutMs: 50 })).rejects.toMatchObject(failing('timeout'));
    const halting = await provider((_, response) => void response.write('{"data":['));
    await expect(fetchList({ ...halting, timeoutMs: 50 })).rejects.toMatchObject(failing('timeout'));
  });

  it('cannot be had where nobody listens, or of no known host', async () => {
    const address = await saying(200, LIST);
    await new Promise((done) => servers[0]!.close(done));
    await expect(fetchList(address)).rejects.toMatchObject(failing('no_answer', 'ECONNREFUSED'));
    const nowhere = { ...address, baseUrl: 'http://nowhere.invalid' };
    await expect(fetchList(nowhere)).rejects.toMatchObject(failing('unknown_host'));
  });

  it('is cut off with the connection', async () => {
    const cut = await provider((_, response) => {
      response.writeHead(200, { 'content-length': '999' }).write('{"data":');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(fetchList(cut)).rejects.toMatchObject(failing('no_answer'));
  });

  it.each(['/v1', '/api/v1'])('is found below %s when the address lacks it', async (path) => {
    const address = await provider(at({ [`${path}/models`]: LIST, '/models': '<html>' }));
    const instead = `${address.baseUrl}${path}`;
    await expect(fetchList(address)).rejects.toMatchObject(failing('wrong_path', instead));
    expect(await fetchList({ ...address, baseUrl: instead })).toBe(LIST);
  });
});

describe('A key', () => {
  it('is looked at where the list is open to anybody', async () => {
    const address = await provider((request, response) => {
      const good = request.headers.authorization === 'Bearer good';
      response.writeHead(request.url === '/key' && !good ? 401 : 200).end(LIST);
    });
    expect(await fetchList(address)).toBe(LIST);
    await expect(checkKey(address, '/key')).rejects.toMatchObject(failing('refused_key', '401'));
    await checkKey({ ...address, apiKey: 'good' }, '/key');
  });
});
