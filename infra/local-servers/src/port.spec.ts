import { createServer } from 'node:net';
import { freePort, portTaken } from './port.ts';

describe('A port', () => {
  it('is taken while somebody listens on it, and free again after', async () => {
    const port = await freePort();
    expect(await portTaken(port)).toBe(false);
    const server = createServer();
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    expect(await portTaken(port)).toBe(true);
    await new Promise((closed) => server.close(closed));
    expect(await portTaken(port)).toBe(false);
  });

  it('is never one that the system may give to an outgoing connection', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(ports.filter((port) => port < 20_000 || port >= 32_768)).toEqual([]);
  });
});
