import { OwnError } from '@taskbench/contracts';
import { NewerDataError } from '@taskbench/event-log';
import { logger } from '@taskbench/telemetry';
import { ConfigError } from './config.ts';
import { boot, type BootOptions } from './boot.ts';
import type { ServiceDefinition } from './service.ts';

const GRACE_MS = 5_000;

/** Boots a process until SIGTERM or SIGINT: calls in flight end, then it exits 0; 1 when a server that is away keeps it. */
export async function main(services: readonly ServiceDefinition[], options: BootOptions = {}): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // a full disk, for example
  process.once('uncaughtException', fail).once('unhandledRejection', fail); // Node itself would print the message
  try {
    const running = await boot(services, options);
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      setTimeout(
        () => fail(new OwnError('Told to end, it still waited for Postgres or NATS.')),
        running.runtime.config.callTimeoutMs + GRACE_MS,
      );
      running.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
    console.log(`Listening on ${running.url}`);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  if (error instanceof ConfigError || error instanceof NewerDataError) {
    process.stderr.write(`${error.message}\n`); // a sentence for who starts it
    process.exit(2);
  }
  logger('main').fatal({ err: error }, 'The process ends: this must not happen. ./RunTaskBench.sh doctor looks why.');
  process.exit(1);
}
