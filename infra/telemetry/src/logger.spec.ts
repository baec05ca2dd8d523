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

  it('holds no key, also of an object logged whole', () => {
    const { log, written } = lines();
    log.warn(
      { config: { llmApiKey: 'canary', nested: { apiToken: 'canary' } }, headers: { authorization: 'canary' } },
      'x',
    );
    expect(JSON.stringify(written)).not.toContain('canary');
  });
});
