import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startNats } from './index.ts';
import { findNats } from './nats-binary.ts';
import { fromRelease } from './nats-release.ts';

const folder = mkdtempSync(join(tmpdir(), 'taskbench nats '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('A local NATS', () => {
  const options = { storeDir: join(folder, 'store'), logFile: join(folder, 'nats.log') };

  it('keeps its streams when it is killed', async () => {
    const first = await startNats(options);
    const connection = await connect({ servers: first.url });
    await (await jetstreamManager(connection)).streams.add({ name: 'kept', subjects: ['kept.>'] });
    await connection.close();
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toBe('SIGKILL');

    const second = await startNats(options);
    const again = await connect({ servers: second.url });
    expect((await (await jetstreamManager(again)).streams.info('kept')).config.name).toBe('kept');
    await again.close();
    await second.stop();
  });

  it('that cannot have its port says so', async () => {
    const server = await startNats(options);
    const port = Number(new URL(server.url).port);
    const other = { storeDir: join(folder, 'other'), logFile: join(folder, 'other.log'), port };
    await expect(startNats(other)).rejects.toThrow(`Port ${port} is taken`);
    await server.stop();
  });

  it('named by NATS_SERVER must be a program', async () => {
    process.env['NATS_SERVER'] = join(folder, 'none');
    try {
      await expect(findNats(folder)).rejects.toThrow('NATS_SERVER=');
    } finally {
      delete process.env['NATS_SERVER'];
    }
  });
});

describe('A downloaded release', () => {
  const name = 'nats-server-v1.2.3-any';
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'nats-server'), '#!/bin/sh\n');
  const file = join(folder, 'nats.tar.gz');
  execFileSync('tar', ['-czf', file, '-C', folder, name]);
  const bytes = readFileSync(file);
  const server = createServer((request, response) =>
    response.end(request.url === `/v1.2.3/${name}.tar.gz` ? bytes : ''),
  );
  const source = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => new Promise((closed) => server.close(closed)));

  it('is kept when its checksum is the pinned one, and else not', async () => {
    const release = { version: '1.2.3', platform: 'any', sha256: createHash('sha256').update(bytes).digest('hex') };
    const target = join(folder, 'nats-server');
    expect(await fromRelease(target, { ...release, sha256: '0'.repeat(64) }, source())).toBe(false);
    expect(existsSync(target)).toBe(false);
    expect(await fromRelease(target, release, source())).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('#!/bin/sh\n');
  });
});
