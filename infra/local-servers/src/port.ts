import { createServer } from 'node:net';
import { SetupError } from './setup-error.ts';

// Systems give outgoing connections ports above these (Linux from 32768 on, others from 49152 on): none of them takes a
// port between the moment it is chosen and the moment somebody listens on it.
const FIRST = 20_000;
const BEHIND = 32_768;
const TRIES = 100;

/** A port of this machine that nobody listens on right now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FIRST + Math.floor(Math.random() * (BEHIND - FIRST));
    if (!(await portTaken(port))) return port;
  }
  throw new SetupError(`No free port was found between ${FIRST} and ${BEHIND} in ${TRIES} tries.`);
}

/** Whether somebody else listens on a port. Any other trouble with the port is thrown. */
export function portTaken(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
