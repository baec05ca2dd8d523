import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { allowedHosts, Guard, type Allowed, openAiProvider } from './index.ts';

type Names = Readonly<Record<string, readonly (readonly string[])[]>>;
const nothing = () => false;
const list: RequestListener = (_, response) => response.end('{"data":[{"id":"a"}]}');

/** Ways to say this machine in an address: each of them leads here where nothing stands in the way. */
const here = [
  ...['127.0.0.1', '127.1', '127.0.1', '127.0.0.2', '127.255.255.254', '127.0.0.1.', '127.1.'],
  ...['2130706433', '2130706434', '2130706433.', '017700000001', '0x7f000001', '0X7F000001', '0x7f.1', '0x7f.0.0x1'],
  ...['0177.0.0.1', '0177.0.0.01', '0177.0x0.1', '00000177.0.0.1', '0x7f.0x0.0x0.0x1', '127.0x1', '127.000.000.001'],
  ...['0x0000007f.1', '127.65535', '0', '0.0.0.0', '0x0', '00', '0.0', '0.0.0.0.', '000000000000'],
  ...['[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::0.0.0.1]', '[::]', '[0::0]'],
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:7f00:0001]', '[::FFFF:127.0.0.2]', '[::ffff:0.0.0.0]'],
  ...[
    '127。0。0。1',
    '127．0．0．1',
    '127｡0｡0｡1',
    '１２７.0.0.1',
    '①②⑦.0.0.1',
    '⓪x7f.1',
    '𝟙𝟚𝟟.𝟘.𝟘.𝟙',
    '127%2e0%2e0%2e1',
  ],
  ...['%31%32%37.0.0.1', '12\t7.0.0.1', '127.0.0\n.1'],
  ...['public.test@127.0.0.1', 'public.test:80@127.0.0.1', 'public.test%40x@127.0.0.1', '@127.0.0.1', ':@127.1'],
];
/** The same by names, which the resolver below knows. */
const named = [
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'ｌｏｃａｌｈｏｓｔ',
    'ⓛocalhost',
    'a.localhost',
    'localhost.localdomain',
  ],
  ...[
    'ip6-localhost',
    '127.0.0.1.nip.test',
    '7f000001.nip.test',
    'mixed.test',
    'six.test',
    'mapped.test',
    'zoned.test',
  ],
];
const names: Names = {
  localhost: [['127.0.0.1', '::1']],
  'a.localhost': [['127.0.0.1']],
  'localhost.localdomain': [['127.0.0.1']],
  'ip6-localhost': [['::1']],
  '127.0.0.1.nip.test': [['127.0.0.1']],
  '7f000001.nip.test': [['127.0.0.1']],
  'mixed.test': [['93.184.215.14', '127.0.0.1']],
  'six.test': [['::1']],
  'mapped.test': [['::ffff:127.0.0.1']],
  'zoned.test': [['fe80::1%lo']],
};
/** Elsewhere, and not on the Internet either. */
const elsewhere = [
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '0xc0a80101',
    '3232235777',
    '192.168.257',
  ],
  ...[
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
    '[::ffff:169.254.169.254]',
    '[::a9fe:a9fe]',
  ],
  ...['100.100.100.200', '100.64.0.1', '100.127.255.254', '168.63.129.16', '192.0.0.192', '192.0.0.1', '0.1.2.3'],
  ...[
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.7',
    '224.0.0.1',
    '239.255.255.250',
  ],
  ...[
    '240.0.0.1',
    '255.255.255.255',
    '[fe80::1]',
    '[febf::1]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
  ],
  ...['[64:ff9b::7f00:1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]'],
  ...[
    '[2002:a00:1::1]',
    '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
    '[::127.0.0.1]',
    '[::7f00:1]',
    '[::ffff:0:127.0.0.1]',
  ],
  ...['[2001:db8::1]', '[3fff::1]', '[100::1]', '[5f00::1]', '[2001:2::1]', '[2001:20::1]', '[4000::1]', '[::2]'],
];
/** No addresses at all. */
const none = ['[fe80::1%25lo]', '[::1%lo]', '127.0.0.1.1.1', '256.0.0.1', '0x100000000', '[127.0.0.1]', ''];

describe('An address that is set through the API', () => {
  const servers: Server[] = [];
  let port: number;
  /** Connections to this machine. */
  let contacts: string[];

  /** Answers at every address of this machine, of either kind. */
  async function everywhere(): Promise<Server> {
    const server = createServer(list);
    server.on('connection', ({ localAddress }) => contacts.push(localAddress ?? ''));
    await new Promise<void>((done) => server.listen({ port: 0, host: '::' }, done));
    servers.push(server);
    return server;
  }
  async function answering(host: string, at: number, answer: RequestListener = list): Promise<number> {
    const server = createServer(answer);
    await new Promise<void>((done) => server.listen(at, host, done));
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }
  /** Gives a name's answers in turn, the last for ever. */
  function resolver(known: Names, asked: string[] = []) {
    const turns = new Map<string, number>();
    return (host: string, _: unknown, done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void) => {
      asked.push(host);
      const answers = known[host.toLowerCase().replace(/\.$/, '')];
      if (!answers) return done(Object.assign(new Error('not known'), { code: 'ENOTFOUND' }), []);
      const turn = turns.get(host) ?? 0;
      turns.set(host, turn + 1);
      done(
        null,
        answers[Math.min(turn, answers.length - 1)]!.map((address) => ({
          address,
          family: isIP(address.split('%')[0]!),
        })),
      );
    };
  }
  const providerAt = (
    baseUrl: string,
    more: object = {},
    allowed: Allowed = nothing,
    known = names,
    asked?: string[],
  ) =>
    openAiProvider({
      baseUrl,
      apiKey: 'secret',
      timeoutMs: 5_000,
      firstTokenMs: 5_000,
      guard: new Guard(baseUrl, allowed, resolver(known, asked)),
      ...more,
    });
  const question = { model_id: 'a', messages: [{ role: 'user', content: 'private' }], max_tokens: 5 } as const;
  /** As the API does it: what is no address is refused before anything else. */
  const urlOf = (host: string) => URL.parse(`http://${host}:${port}/v1`);
  const plain = (host: string) => {
    const { protocol, host: named } = urlOf(host)!;
    return `${protocol}//${named}/v1`; // without who is before the @
  };

  beforeEach(async () => {
    port = ((await everywhere()).address() as AddressInfo).port;
    contacts = [];
  });
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('leads nowhere but to the Internet, in any of 127 forms: nobody here is contacted', async () => {
    const forms = [...here, ...named, ...elsewhere];
    expect(new Set(forms).size).toBe(127);
    const got: string[] = [];
    for (const form of forms) {
      const provider = providerAt(plain(form));
      const why = await provider.list().then(
        () => 'it answered',
        (error: { reason?: string }) => error.reason,
      );
      const asked = (await provider.ask(question).catch((error: unknown) => error)) as {
        reason: string;
        details: object;
      };
      if (why !== 'forbidden' || asked.reason !== 'connection') got.push(`${form}: ${why}, ${asked.reason}`);
      expect(asked.details).toMatchObject({ retryable: false, may_have_cost: false });
    }
    expect(got).toEqual([]);
    expect(contacts).toEqual([]);
  });

  it('would lead here in each of the first of them, were it not looked at', async () => {
    const reached: string[] = [];
    for (const form of here) {
      const unguarded = providerAt(plain(form), { guard: null });
      await unguarded.list().then(
        () => reached.push(form),
        () => undefined,
      );
    }
    expect(here.filter((form) => !reached.includes(form))).toEqual([]);
    expect(contacts.length).toBeGreaterThan(0);
  });

  it.each(none)('that is none (%j) is refused as such', (host) => expect(urlOf(host)).toBeNull());

  it('is what was looked at: a name that is public first and this machine then leads nowhere', async () => {
    const asked: string[] = [];
    const rebinding = { 'rebind.test': [['93.184.215.14'], ['127.0.0.1']] };
    const guard = new Guard(`http://rebind.test:${port}`, nothing, resolver(rebinding, asked));
    await guard.check(); // public
    const provider = providerAt(`http://rebind.test:${port}/v1`, { guard });
    await expect(provider.list()).rejects.toMatchObject({ reason: 'forbidden' });
    expect(asked).toHaveLength(2);
    expect(contacts).toEqual([]);
  });

  it('is dialled as it was looked at, without a second look at the name', async () => {
    const asked: string[] = [];
    const only = allowedHosts('127.0.0.2/32');
    const rebinding = { 'rebind.test': [['127.0.0.2'], ['127.0.0.1']] };
    const provider = providerAt(`http://rebind.test:${port}/v1`, {}, only, rebinding, asked);
    expect(await provider.list()).toContain('"a"');
    expect(asked).toEqual(['rebind.test']);
    expect(contacts).toEqual(['::ffff:127.0.0.2']);
    servers[0]!.closeAllConnections();
    await new Promise((done) => setTimeout(done, 50)); // until the closed connection is known to be
    await expect(provider.list()).rejects.toMatchObject({ reason: 'forbidden' }); // now the name says 127.0.0.1
    expect(contacts).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('leads to no other by redirects, one or a chain (%d)', async (status) => {
    const onward: RequestListener = (request, response) => {
      const hop = Number(/hop=(\d)/.exec(request.url!)?.[1] ?? 0);
      const to = hop < 3 ? `${request.url!.split('?')[0]}?hop=${hop + 1}` : `http://127.0.0.1:${port}${request.url}`;
      response.writeHead(status, { location: to }).end();
    };
    const straight: RequestListener = (request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${port}${request.url}` }).end();
    for (const answer of [onward, straight]) {
      const first = await answering('127.0.0.3', 0, answer);
      const provider = providerAt(`http://127.0.0.3:${first}/v1`, {}, allowedHosts(`127.0.0.3:${first}`));
      await expect(provider.list()).rejects.toMatchObject({ reason: 'redirect' });
      await expect(provider.ask(question)).rejects.toMatchObject({ details: { http_status: status } });
    }
    expect(contacts).toEqual([]);
  });

  it('by way of a proxy is refused all the same, where this machine knows it', async () => {
    const proxied: string[] = [];
    const way = await answering('127.0.0.1', 0, (request, response) => {
      proxied.push(request.url!);
      list(request, response);
    });
    const proxy = { url: `http://127.0.0.1:${way}`, except: '' };
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '169.254.169.254', '127.0.0.1.nip.test'])
      await expect(providerAt(`http://${host}:${port}/v1`, { proxy }).list()).rejects.toMatchObject({
        reason: 'forbidden',
      });
    const excepted = { ...proxy, except: '*' }; // reached without the proxy
    await expect(providerAt(`http://localhost:${port}/v1`, { proxy: excepted }).list()).rejects.toMatchObject({
      reason: 'forbidden',
    });
    expect(proxied).toEqual([]);
    expect(contacts).toEqual([]);
    await providerAt('http://known-to-the-proxy-only.test/v1', { proxy }).list();
    expect(proxied).toEqual(['http://known-to-the-proxy-only.test/v1/models']);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['PORT', '127.0.0.1'],
    ['localhost', 'LOCALHOST.'],
    ['10.0.0.0/8, 127.0.0.0/8', '127.0.0.1'],
    ['::1', '[::1]'],
    ['[::1]:PORT', '[::1]'],
    ['127.0.0.0/8 ::1/128', 'localhost'],
    ['127.0.0.0/8', '[::ffff:127.0.0.1]'],
    ['bücher.test', 'BÜCHER.test'],
  ])('may be %s where the operator says so', async (entry, host) => {
    const allowed = allowedHosts(entry === 'PORT' ? `127.0.0.1:${port}` : entry.replace('PORT', String(port)));
    const known = { ...names, 'xn--bcher-kva.test': [['127.0.0.1']] };
    const provider = providerAt(plain(host), {}, allowed, known);
    expect(await provider.list()).toContain('"a"');
  });

  it.each([
    ['127.0.0.1:1', '127.0.0.1'],
    ['127.0.0.1', 'localhost'], // a host is what the address says; a range is what is dialled
    ['127.0.0.0/8', '[::1]'],
    ['localhost', 'a.localhost'],
    ['10.0.0.0/8', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('allowed as %j does not allow %s', async (entry, host) => {
    const provider = providerAt(plain(host), {}, allowedHosts(entry));
    await expect(provider.list()).rejects.toMatchObject({ reason: 'forbidden' });
    expect(contacts).toEqual([]);
  });

  it.each(['10.0.0.0/33', 'a/b', 'http://a', 'a:b', 'a:99999', 'a@b', '[::1', '1.2.3.4/'])(
    'cannot be allowed by %j, which is named',
    (entry) => expect(() => allowedHosts(entry)).toThrow(`"${entry}" is no host`),
  );

  it('that is public may be dialled', async () => {
    const open = ['93.184.215.14', '1.1.1.1', '2606:4700::1111', '64:ff9b::1.1.1.1', '::ffff:8.8.8.8'];
    for (const address of open) {
      const bracketed = address.includes(':') ? `[${address}]` : address;
      await new Guard(`https://${bracketed}/v1`, nothing, resolver({})).check();
    }
  });
});
