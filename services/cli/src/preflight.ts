import { accessSync, constants, mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { portTaken, SetupError } from '@taskbench/local-servers';
import type { Settings } from './settings.ts';

/** The folders of data and logs, made where they are not there. */
export function writable({ home, logs }: Settings): void {
  try {
    mkdirSync(logs, { recursive: true });
    accessSync(home, constants.W_OK);
    accessSync(logs, constants.W_OK);
  } catch (error) {
    const why = WHY[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message;
    throw new SetupError(`Cannot write to ${home}: ${why}. Set TASKBENCH_HOME to a folder of yours.`);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'it belongs to somebody else',
  EPERM: 'it belongs to somebody else',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in its place',
  EEXIST: 'a file is in its place',
};

/** Before anything starts: throws one line for a loopback that leads nowhere, or a port that cannot be had. */
export async function refuseBadNetwork({ apiPort, webPort, bind }: Settings): Promise<void> {
  const loopback = await reachesItself().catch((error: NodeJS.ErrnoException) => error);
  if (loopback instanceof Error) refused(loopback, 0, '127.0.0.1', '');
  for (const [port, variable] of [
    [apiPort, 'TASKBENCH_API_PORT'],
    [webPort, 'TASKBENCH_WEB_PORT'],
  ] as const) {
    const taken = await portTaken(port, bind).catch((error: NodeJS.ErrnoException) =>
      refused(error, port, bind, variable),
    );
    if (taken) throw new SetupError(`Port ${port} is taken. Free it or set ${variable}.`);
  }
}

function reachesItself(): Promise<void> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
      const end = (error?: Error) => {
        socket.destroy();
        server.close(() => (error ? fail(error) : done()));
      };
      socket.once('connect', () => end());
      socket.once('error', end);
      socket.once('timeout', () => end(new Error('it does not answer')));
    });
  });
}

function refused({ code, message }: NodeJS.ErrnoException, port: number, bind: string, variable: string): never {
  if (code === 'EACCES') throw new SetupError(`Port ${port} needs root. Set ${variable} to one above 1023.`);
  if (code === 'EADDRNOTAVAIL')
    throw new SetupError(
      bind === '127.0.0.1'
        ? 'This machine has no address 127.0.0.1, which TaskBench needs: ip address add 127.0.0.1/8 dev lo'
        : `This machine has no address ${bind}. Set TASKBENCH_BIND to one that it has.`,
    );
  if (code === 'ENETUNREACH') throw new SetupError(`This machine does not reach itself at ${bind}: ip link set lo up`);
  throw new SetupError(`Port ${port} at ${bind} cannot be had: ${message}`);
}
