import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, logTail, type LocalServer, type Running } from './launch.ts';
import type { NatsAddress } from './nats-address.ts';
import { findNats } from './nats-binary.ts';
import { freePort, portTaken } from './port.ts';
import { SetupError } from './setup-error.ts';

export interface NatsOptions {
  readonly storeDir: string;
  readonly logFile: string;
  readonly port?: number;
  /** Where a downloaded server is kept; `$TASKBENCH_HOME` unless given. */
  readonly home?: string;
  readonly onLaunch?: (pid: number) => void;
  readonly signal?: AbortSignal;
}

const PORT = 4_222;
const PATIENCE = 60_000;

/** A real NATS server with JetStream, for this machine only. Its files may be lost: the log fills them again. */
export async function startNats({ storeDir, logFile, signal, ...options }: NatsOptions): Promise<LocalServer> {
  const home = options.home ?? process.env['TASKBENCH_HOME'] ?? join(process.cwd(), '.taskbench');
  const command = await findNats(resolve(home));
  const port = options.port ?? (await freePort());
  if (await portTaken(port)) throw new SetupError(`Port ${port} is taken, so NATS cannot have it.`);
  mkdirSync(storeDir, { recursive: true });
  const args = ['-js', '-sd', resolve(storeDir), '-a', '127.0.0.1', '-p', String(port)];
  const server = await launch({ command, args, logFile, env: process.env, onLaunch: options.onLaunch });
  try {
    await ready(server, port, signal);
  } catch (error) {
    await server.stop();
    if (error instanceof SetupError) throw new SetupError(`${error.message}\n${logTail(logFile)}`);
    throw error;
  }
  return { ...server, url: `nats://127.0.0.1:${port}` };
}

async function ready({ exited }: Running, port: number, signal?: AbortSignal): Promise<void> {
  let ended: string | null = null;
  void exited.then((how) => (ended = how));
  for (const deadline = Date.now() + PATIENCE; ; await sleep(25)) {
    signal?.throwIfAborted();
    if (ended !== null) throw new SetupError(`NATS ended at once (${String(ended)}).`);
    if (await greets(port)) return;
    if (Date.now() > deadline) throw new SetupError('NATS does not answer.');
  }
}

const ASK_JETSTREAM = 'CONNECT {"verbose":false}\r\nSUB reply 1\r\nPUB $JS.API.INFO reply 0\r\n\r\n';

/** Whether JetStream answers. A server that met a full disk goes on without it until it is started again. */
export function jetStreamAnswers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connect({ port: Number(port), host: hostname, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    let said = '';
    socket.write(ASK_JETSTREAM);
    socket.on('data', (data) => {
      said += data.toString();
      if (said.includes('\r\nMSG reply')) end(!said.includes('"error"'));
    });
    for (const trouble of ['error', 'timeout', 'close'] as const) socket.once(trouble, () => end(false));
  });
}

/** Whether a NATS server is at an address. */
export function natsGreets({ servers }: Pick<NatsAddress, 'servers'>): Promise<boolean> {
  const { hostname, port } = new URL(servers);
  return greets(Number(port || PORT), hostname.replace(/^\[|\]$/g, ''));
}

/** A NATS server says INFO before anything is asked. */
function greets(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    socket.once('data', (data) => end(data.toString().startsWith('INFO ')));
    for (const trouble of ['error', 'timeout', 'close'] as const) socket.once(trouble, () => end(false));
  });
}
