import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'master-key-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const keyIn = (env: Record<string, string>) => readConfig({ DATABASE_URL: 'd', NATS_URL: 'n', ...env }).masterKey;
const words = 'correct horse battery staple, again';

describe('The master key', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is what the environment holds, else what the file holds that it names, else none', () => {
    const named = { TASKBENCH_MASTER_KEY_FILE: file('good', `${'f'.repeat(32)}\n`) };
    expect(
      keyIn({ TASKBENCH_MASTER_KEY: words, ...named })
        ?.export()
        .toString(),
    ).toBe(words);
    expect(
      keyIn({ TASKBENCH_MASTER_KEY: '', ...named })
        ?.export()
        .toString(),
    ).toBe('f'.repeat(32));
    expect(keyIn({})).toBeNull();
  });

  it.each([
    ['too short in the environment', { TASKBENCH_MASTER_KEY: 'hush' }],
    ['too short in its file', { TASKBENCH_MASTER_KEY_FILE: file('short', 'hush\n') }],
    ['an empty file', { TASKBENCH_MASTER_KEY_FILE: file('empty', '') }],
    ['no file', { TASKBENCH_MASTER_KEY_FILE: join(folder, 'none') }],
  ])('that is %s stops the start, and is not repeated', (_, env) => {
    expect(() => keyIn(env)).toThrow(ConfigError);
    expect(() => keyIn(env)).toThrow(/^(?!.*hush).*TASKBENCH_MASTER_KEY/);
  });
});
