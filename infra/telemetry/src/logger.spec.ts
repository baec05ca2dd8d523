import { Writable } from 'node:stream';
import { within } from './context.ts';
import { logger } from './logger.ts';

function lines() {
  const written: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { log: logger('spec', destination), written };
}

describe('A log line', () => {
  it('carries the ids of the work that it belongs to, also after waiting', async () => {
    const { log, written } = lines();
    await within({ correlation: 'evaluation-1' }, () =>
      within({ event: 'e-1', position: 7 }, async () => {
        await new Promise((done) => setTimeout(done, 1));
        log.warn('inside');
      }),
    );
    log.warn('outside');
    expect(written[0]).toMatchObject({ msg: 'inside', correlation: 'evaluation-1', event: 'e-1', position: 7 });
    expect(written[1]).not.toHaveProperty('correlation');
  });

  it('keeps the ids of two pieces of work apart that go on at once', async () => {
    const { log, written } = lines();
    const piece = (correlation: string) =>
      within({ correlation }, async () => {
        for (let n = 0; n < 5; n++) {
          await new Promise((done) => setImmediate(done));
          log.warn(correlation);
        }
      });
    await Promise.all([piece('a'), piece('b')]);
    expect(written).toHaveLength(10);
    for (const { msg, correlation } of written) expect(correlation).toBe(msg);
  });

  it('keeps its own fields to itself', () => {
    const { log, written } = lines();
    within({ request: 'r-1' }, () => {
      log.warn({ ms: 5 }, 'first');
      log.warn('second');
    });
    expect(written[0]).toMatchObject({ request: 'r-1', ms: 5 });
    expect(written[1]).toMatchObject({ request: 'r-1' });
    expect(written[1]).not.toHaveProperty('ms');
  });

  it.each([
    ['a key anywhere in a configuration', { config: { a: { b: { c: { llmApiKey: 'canary' } } } } }],
    ['a key in a list', { connections: [{ api_key: 'canary' }] }],
    ['the headers of a request', { headers: { authorization: 'canary', cookie: 'canary' } }],
    ['the password in an address', { tried: 'postgres://taskbench:canary@127.0.0.1:5432/taskbench' }],
    ['a bearer token in a sentence', { error: 'Refused: Authorization: Bearer canary.' }],
    ['the words of a model', { answer: 'canary', messages: [{ role: 'user', content: 'canary' }] }],
    ['an input and its gold', { inputs: [{ id: 'a', text: 'canary', gold: ['canary'] }] }],
    ['an error that quotes what it read', { err: new SyntaxError('Unexpected token in canary') }],
    ['an error within', { job: { cause: Object.assign(new Error('canary'), { detail: 'canary' }) } }],
    ['bytes', { ciphertext: Buffer.from('canary') }],
  ])('leaves out %s', (_, fields) => {
    const { log, written } = lines();
    log.warn(fields, 'x');
    expect(JSON.stringify(written)).not.toContain('canary');
    expect(JSON.stringify(written)).not.toContain(JSON.stringify([...Buffer.from('canary')]));
    expect(written[0]).toMatchObject({ msg: 'x' });
  });

  it('says where an error came from and its code', () => {
    const { log, written } = lines();
    log.warn({ err: Object.assign(new Error('canary'), { code: 'ECONNREFUSED' }) }, 'x');
    expect(written[0]?.['err']).toMatchObject({ code: 'ECONNREFUSED', stack: expect.stringContaining('logger.spec') });
  });
});
