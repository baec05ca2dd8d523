import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { screenOf } from './screen.ts';

const stream = (more: object) => Object.assign(new PassThrough(), more) as unknown as NodeJS.WriteStream;

/** What a screen is in an environment: Node reads the real one, which a spec's own process does not have. */
function within(env: NodeJS.ProcessEnv, isTTY = true): { coloured: boolean; live: boolean } {
  const script = `
    import { WriteStream } from 'node:tty';
    import { screenOf } from ${JSON.stringify(join(import.meta.dirname, 'screen.ts'))};
    const { getColorDepth } = WriteStream.prototype;
    const { style, live } = screenOf(${isTTY ? '{ isTTY: true, columns: 120, getColorDepth, write() {}, on() {} }' : 'process.stdout'});
    console.log(JSON.stringify({ coloured: style('red', 'x') !== 'x', live }));`;
  const { stdout } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { TERM: 'xterm-256color', ...env },
  });
  return JSON.parse(stdout) as { coloured: boolean; live: boolean };
}

describe('A screen', () => {
  it('is as wide as the terminal, 80 where nobody knows', () => {
    const streams = [stream({ isTTY: true, columns: 120 }), stream({ isTTY: true, columns: 0 }), stream({})];
    expect(streams.map((of) => screenOf(of).width)).toEqual([120, 80, 80]);
  });

  it.each<[string, NodeJS.ProcessEnv, boolean, { coloured: boolean; live: boolean }]>([
    ['a terminal', {}, true, { coloured: true, live: true }],
    ['a terminal with NO_COLOR', { NO_COLOR: '1' }, true, { coloured: false, live: true }],
    ['a dumb terminal', { TERM: 'dumb' }, true, { coloured: false, live: false }],
    ['a pipe', {}, false, { coloured: false, live: false }],
    ['a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, false, { coloured: true, live: false }],
  ])('knows whether it may colour and draw again: %s', (_, env, isTTY, can) => {
    expect(within(env, isTTY)).toEqual(can);
  });
});
