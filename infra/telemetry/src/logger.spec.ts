import { Writable } from 'node:stream';
import { OwnError } from '@taskbench/contracts';
import { Rejection } from '@taskbench/kernel';
import { within } from './context.ts';
import { logger, type Logger } from './logger.ts';

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
    ['what was thrown and is no error', { err: 'canary' }],
    ['the cause of an error', { err: new Error('x', { cause: new Error('canary') }) }],
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

  it('keeps the message of an error in our own words, and no other', () => {
    const { log, written } = lines();
    log.warn({ err: new OwnError('There is no stream yet.', { cause: new Error('canary') }) }, 'x');
    log.warn({ err: new Rejection('held', 'It is held.') }, 'x');
    expect(written[0]?.['err']).toMatchObject({ type: 'OwnError', message: 'There is no stream yet.' });
    expect(written[1]?.['err']).toMatchObject({ type: 'Rejection', message: 'It is held.' });
    expect(JSON.stringify(written)).not.toContain('canary');
  });

  it.each([
    ['an error alone', (log: Logger) => log.error(new Error('canary'))],
    ['an error without a sentence', (log: Logger) => log.error({ err: new Error('canary') })],
  ])('does not take its sentence from %s', (_, say) => {
    const { log, written } = lines();
    say(log);
    expect(JSON.stringify(written)).not.toContain('canary');
    expect(written[0]).toMatchObject({ msg: 'Something failed.', err: { type: 'Error' } });
  });
});
