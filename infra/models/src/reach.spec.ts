import { createServer as createTlsServer } from 'node:https';
import { createServer, request as forward, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { openAiProvider } from './openai.ts';

/** Signed by itself for provider.test and 127.0.0.1; guards nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnTnp7ihFd6hbgfca
2TXS870pVqGgM7FBH/Eb1SMoBvyhRANCAASReypaLebCIfneL0rgKmJDuaYVUrbF
jreyntL9cFP2/5+JbxYiBaxxiz+qFtUIa8Gyl1Rehk6Uw8hPSycUhTbE
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIUByOfRqraKHhxKaHdp5N8RKIvz+MwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNcHJvdmlkZXIudGVzdDAgFw0yNjExMjgwMzIxMjJaGA8yMTI2
MTEwNDAzMjEyMlowGDEWMBQGA1UEAwwNcHJvdmlkZXIudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABJF7Klot5sIh+d4vSuAqYkO5phVStsWOt7Ke0v1wU/b/
n4lvFiIFrHGLP6oW1QhrwbKXVF6GTpTDyE9LJxSFNsSjczBxMB0GA1UdDgQWBBTU
Z17xabM+s3uUMp9tQmCa9FgFwDAfBgNVHSMEGDAWgBTUZ17xabM+s3uUMp9tQmCa
9FgFwDAPBgNVHRMBAf8EBTADAQH/MB4GA1UdEQQXMBWCDXByb3ZpZGVyLnRlc3SH
BH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIhAPP4Kzvt96tuXaTDVOeZOeWdHJS2R5ok
5D70EeQP72DaAiAxQMGzFQD8gKifo/oUtczFBztpObGtPPBeu25EpbPiYA==
-----END CERTIFICATE-----`;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
const listening = async (answer: RequestListener) => `http://127.0.0.1:${await portOf(createServer(answer))}`;

const answering: RequestListener = (request, response) => {
  if (request.url!.endsWith('/models')) return void response.end('{"data":[{"id":"a"}]}');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = { id: 'c', model: 'a', choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: 'stop' }] };
  response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
};
const providerAt = (baseUrl: string, proxy?: { url: string; except: string }) =>
  openAiProvider({
    baseUrl,
    apiKey: 'secret',
    timeoutMs: 5_000,
    firstTokenMs: 5_000,
    proxy: proxy ?? null,
    keyPage: '/key',
  });
const question = { model_id: 'a', messages: [{ role: 'user', content: 'private' }], max_tokens: 5 } as const;
const failing = (reason: string, detail?: string) => ({ reason, ...(detail !== undefined && { detail }) });

describe('A provider that sends its callers on', () => {
  it.each([301, 302, 303, 307, 308])(
    'is not followed: neither key nor prompt go to another address (%d)',
    async (status) => {
      const seen: string[] = [];
      const elsewhere = await listening((request, response) => {
        seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
        answering(request, response);
      });
      const asked: string[] = [];
      const base = await listening((request, response) => {
        asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
        response.writeHead(status, { location: `${elsewhere}${request.url}` }).end();
      });
      const provider = providerAt(base);
      await expect(provider.list()).rejects.toMatchObject(failing('redirect', elsewhere));
      await expect(provider.checkKey()).rejects.toMatchObject(failing('redirect', elsewhere));
      await expect(provider.ask(question)).rejects.toMatchObject({
        reason: 'provider_error',
        details: { retryable: false, http_status: status },
      });
      expect(asked).toEqual([
        'GET /models Bearer secret',
        'GET /key Bearer secret',
        'POST /chat/completions Bearer secret',
      ]);
      expect(seen).toEqual([]);
    },
  );
});

describe('A provider over TLS', () => {
  const secure = async () => `https://127.0.0.1:${await portOf(createTlsServer({ key, cert }, answering))}`;

  it('that nobody vouches for gets neither key nor prompt', async () => {
    const provider = providerAt(await secure());
    await expect(provider.list()).rejects.toMatchObject(failing('certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'));
    await expect(provider.ask(question)).rejects.toMatchObject({
      reason: 'connection',
      details: { may_have_cost: false },
    });
  });
  it('speaks it', async () => {
    const plain = (await listening(answering)).replace('http:', 'https:');
    await expect(providerAt(plain).list()).rejects.toMatchObject(failing('no_tls'));
  });
});

describe('A proxy', () => {
  /** A proxy that knows one host, and what was asked of it. */
  async function proxyTo(target: string, seen: string[]): Promise<string> {
    const { port } = new URL(target);
    const proxy = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      const { pathname } = new URL(request.url!);
      const { method, headers } = request;
      const onward = forward({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
    proxy.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`);
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on('error', () => end.destroy());
    });
    return `http://127.0.0.1:${await portOf(proxy)}`;
  }

  it('carries the list and the calls of an http provider', async () => {
    const seen: string[] = [];
    const url = await proxyTo(await listening(answering), seen);
    const provider = providerAt('http://provider.test/v1', { url, except: 'other.test' });
    expect(await provider.list()).toBe('{"data":[{"id":"a"}]}');
    expect((await provider.ask(question)).text).toBe('Yes.');
    expect(seen).toEqual(['GET http://provider.test/v1/models', 'POST http://provider.test/v1/chat/completions']);
  });

  it('carries an https provider unread: it sees the host only, and the certificate still counts', async () => {
    const seen: string[] = [];
    const secure = `https://127.0.0.1:${await portOf(createTlsServer({ key, cert }, answering))}`;
    const url = await proxyTo(secure, seen);
    const provider = providerAt('https://provider.test/v1', { url, except: '' });
    await expect(provider.list()).rejects.toMatchObject(failing('certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(seen).toEqual(['CONNECT provider.test:443']);
  });

  it('is not used for what is excepted', async () => {
    const seen: string[] = [];
    const base = await listening(answering);
    const url = await proxyTo(base, seen);
    for (const except of ['127.0.0.1', 'a.test, 127.0.0.1', '*']) {
      expect(await providerAt(base, { url, except }).list()).toBe('{"data":[{"id":"a"}]}');
    }
    expect(seen).toEqual([]);
  });

  it('that is away or refuses is named as what failed', async () => {
    const refusing = createServer();
    refusing.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const url = `http://127.0.0.1:${await portOf(refusing)}`;
    await expect(providerAt('https://provider.test', { url, except: '' }).list()).rejects.toMatchObject(
      failing('proxy'),
    );
    await new Promise((done) => refusing.close(done));
    await expect(providerAt('http://provider.test', { url, except: '' }).list()).rejects.toMatchObject(
      failing('proxy', 'ECONNREFUSED'),
    );
  });
});
