import { NewerDataError } from '@taskbench/event-log';
import { logger } from '@taskbench/telemetry';
import { ConfigError } from './config.ts';
import { boot, type BootOptions } from './boot.ts';
import type { ServiceDefinition } from './service.ts';

/** Boots a process until SIGTERM or SIGINT: calls in flight end, then it exits 0. */
export async function main(services: readonly ServiceDefinition[], options: BootOptions = {}): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // a full disk, for example
  process.once('uncaughtException', fail).once('unhandledRejection', fail); // Node itself would print the message
  try {
    const running = await boot(services, options);
    console.log(`Listening on ${running.url}`);
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      running.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
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
