import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { migrate, servicePool, type Pool } from '@taskbench/event-log';
import { openAiProvider } from '@taskbench/models';
import { BadInput } from '@taskbench/service-kit';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { execution } from '../execution.module.ts';
import { Catalogue } from './catalogue.ts';
import { ListingCopy } from './copy.ts';
import { freshness } from './view.ts';

const list = (...ids: string[]) => JSON.stringify({ data: ids.map((id) => ({ id })) });

describe('The catalogue', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let asked: number;

  beforeEach(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
    pool = servicePool(database.url, 4);
    asked = 0;
    answer = (_, response) => response.end(list('a', 'b'));
    server = createServer((request, response) => {
      asked++;
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await pool.end();
    await database.drop();
  });

  /** A process of its own, as after a restart or on another replica. */
  const process = (llmBaseUrl = url, keyPage?: string) => {
    const provider = openAiProvider({
      baseUrl: llmBaseUrl,
      apiKey: 'k',
      timeoutMs: 5_000,
      firstTokenMs: 5_000,
      ...(keyPage && { keyPage }),
    });
    const setting = { address: 'LLM_BASE_URL', key: 'LLM_API_KEY or OPENROUTER_API_KEY' };
    return new Catalogue({ id: 'default', baseUrl: llmBaseUrl, provider, openRouter: false, setting }, pool);
  };
  const idsOf = async (catalogue: Catalogue) => (await catalogue.browse()).listing.models?.map(({ id }) => id);
  const grow = (ms: number) => pool.query('update execution.catalogue set fetched_at = fetched_at - $1', [ms]);
  const refusing: RequestListener = (_, response) => response.writeHead(401).end('{}');
  const messageOf = (work: Promise<unknown>) =>
    work.then(
      () => 'nothing was refused',
      (error: unknown) => (error instanceof BadInput ? `${error.code} ${error.errors[0]!.message}` : String(error)),
    );

  it('survives a restart and is shared by replicas: the provider is asked once', async () => {
    const [one, other] = [process(), process()];
    expect(await idsOf(one)).toEqual(['a', 'b']);
    expect(await idsOf(other)).toEqual(['a', 'b']);
    expect(await idsOf(process())).toEqual(['a', 'b']);
    expect(asked).toBe(1);

    answer = (_, response) => response.end(list('c'));
    await one.refresh();
    expect(await idsOf(other)).toEqual(['c']);
    expect(asked).toBe(2);
  });

  it('is not taken for none when another is written while it is read', async () => {
    const written = { list: null as string | null };
    const slow = {
      query: async (text: string, values: unknown[]) => {
        const result = await pool.query(text, values);
        if (text.startsWith('select') && written.list) await copy.write(written.list);
        return result;
      },
    };
    const copy = new ListingCopy(slow as unknown as Pool, 'c', url);
    await copy.write(list('a'));
    written.list = list('b');
    expect((await copy.read())?.models).toMatchObject([{ id: 'a' }]); // known already, so not sent again
    written.list = null;
    expect((await copy.read())?.models).toMatchObject([{ id: 'b' }]);
  });

  it('is asked for once by all who want it meanwhile', async () => {
    const one = process();
    await Promise.all([one.refresh(), one.refresh(), one.browse()]);
    expect(asked).toBe(1);
  });

  it('is fetched anew when it is old', async () => {
    const one = process();
    await one.browse();
    answer = (_, response) => response.end(list('c'));
    await grow(11 * 60_000);
    expect(await idsOf(one)).toEqual(['c']);
  });

  it('keeps the old list when it cannot be had anew, says its age and why, and does not ask at every look', async () => {
    const one = process();
    await one.browse();
    answer = refusing;
    await grow(2 * 3_600_000 + 60_000);
    const shown = await one.browse();
    expect(freshness(shown)).toEqual({
      fetched_at: expect.any(String) as string,
      stale: true,
      notice: `${url} refused the key (401). The list of 2 hours ago is shown. Check LLM_API_KEY or OPENROUTER_API_KEY.`,
    });
    expect(Date.parse(freshness(shown).fetched_at)).toBeLessThan(Date.now() - 7_000_000);
    expect(await idsOf(one)).toEqual(['a', 'b']);
    expect(asked).toBe(2);
    expect((await one.refresh()).failure?.what).toMatch(/refused the key/);
    answer = (_, response) => response.end(list('c'));
    expect(freshness(await one.refresh())).toMatchObject({ stale: false, notice: null });
  });

  it('is none where it never could be had: one line says why', async () => {
    answer = (_, response) => response.end('<html>');
    expect(await messageOf(process().browse())).toBe(
      `provider-unavailable ${url}/models answers with something else than a list of models. Check the path of LLM_BASE_URL: most providers' ends in /v1.`,
    );
  });

  it('that never could be had starts nothing: one line says why, and that no call was made', async () => {
    answer = refusing;
    expect(await messageOf(process().current())).toBe(
      `provider-unavailable ${url} refused the key (401). No call was made. Check LLM_API_KEY or OPENROUTER_API_KEY.`,
    );
  });

  it('is not that of another address', async () => {
    await process().browse();
    const elsewhere = process(url.replace('127.0.0.1', 'localhost'));
    answer = (_, response) => response.end(list('c'));
    expect(await idsOf(elsewhere)).toEqual(['c']);
  });

  it('finds a refused key before anything is started, however young the list of another process is', async () => {
    await process().browse();
    answer = refusing;
    const after = process();
    expect(await idsOf(after)).toEqual(['a', 'b']);
    expect(await messageOf(after.current())).toBe(
      `provider-unavailable ${url} refused the key (401). No call was made. Check LLM_API_KEY or OPENROUTER_API_KEY.`,
    );
  });

  it('finds a refused key where the list is open to anybody', async () => {
    answer = (request, response) => (request.url === '/v1/key' ? refusing(request, response) : response.end(list('a')));
    const one = process(url, '/key');
    expect(await idsOf(one)).toEqual(['a']);
    expect(await messageOf(one.current())).toMatch(
      /^provider-unavailable .* refused the key \(401\)\. No call was made\./,
    );
    answer = (_, response) => response.end(list('a'));
    expect((await one.current()).models).toHaveLength(1);
    expect((await one.current()).models).toHaveLength(1);
    expect(asked).toBe(5); // list · list, key · list, key, and then it is known
  });

  it('starts nothing on an old list from a provider that is away', async () => {
    const one = process();
    await one.current();
    await grow(11 * 60_000);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    expect(await messageOf(one.current())).toBe(
      `provider-unavailable ${url} does not answer (nothing listens there). No call was made. Start it, or set LLM_BASE_URL.`,
    );
  });

  it('names what may have been meant by an unknown model', async () => {
    answer = (_, response) => response.end(list('acme/long-2', 'acme/quick'));
    const one = process();
    const listing = await one.current();
    expect(await messageOf(Promise.resolve().then(() => one.find(listing, 'acme/lnog-2', 'models.1')))).toBe(
      `unknown-model "acme/lnog-2" is not in the catalogue of ${url}. Did you mean acme/long-2?`,
    );
    expect(one.find(listing, 'acme/quick', 'models.0').id).toBe('acme/quick');
  });

  it('takes any name where the provider keeps no list, and knows nothing of it', async () => {
    answer = (_, response) => response.writeHead(404).end();
    const one = process();
    expect(one.find(await one.current(), 'any', 'models.0')).toMatchObject({
      id: 'any',
      prices: null,
      parameters: null,
    });
    expect(freshness(await one.browse()).notice).toBe('This provider keeps no list: name its models by their ids.');
  });

  it('takes whatever JSON a provider sends', async () => {
    const odd = `{"data":[{"id":"a","description":"\\u0000 \\ud800"},{"id":"b","nested":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`;
    answer = (_, response) => response.end(odd);
    expect(await idsOf(process())).toEqual(['a', 'b']);
    expect(await idsOf(process())).toEqual(['a', 'b']);
    expect(asked).toBe(1);
  });

  it('says how many entries it left out', async () => {
    answer = (_, response) => response.end('{"data":[{"id":"a"},{"name":"no id"},{"id":"a"}]}');
    expect(freshness(await process().browse()).notice).toBe('Left out: 2 without an id of their own.');
  });
});
