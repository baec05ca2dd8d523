import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A connection of a wire, and the first that its client said. */
export interface Line {
  readonly hello: () => string;
  readonly open: () => boolean;
}

/** A wire to a real server that can fall silent (accepts, never answers) or be cut, and counts who comes. */
export interface Wire {
  /** The server's address, by the wire. */
  readonly url: string;
  readonly lines: readonly Line[];
  silence(): void;
  cut(): void;
  mend(): void;
  close(): void;
}

export async function wire(to: string): Promise<Wire> {
  const url = new URL(to);
  const { port, hostname } = url;
  const lines: Line[] = [];
  const sockets = new Set<Socket>();
  let state: 'whole' | 'silent' | 'cut' = 'whole';
  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy();
    let said = '';
    lines.push({ hello: () => said, open: () => !client.destroyed });
    const far = state === 'silent' ? null : connect(Number(port), hostname);
    for (const socket of [client, far]) if (socket) sockets.add(socket.on('error', () => undefined));
    client.on('data', (data) => {
      said ||= data.toString('latin1');
      if (state === 'whole') far?.write(data);
    });
    far?.on('data', (data) => void (state === 'whole' && client.write(data)));
    client.on('close', () => far?.destroy());
    far?.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  url.port = String((server.address() as { port: number }).port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    lines,
    silence: () => (state = 'silent'),
    cut() {
      state = 'cut';
      end();
    },
    mend() {
      end(); // what was swallowed meanwhile is lost
      state = 'whole';
    },
    close() {
      end();
      server.close();
    },
  };
}
