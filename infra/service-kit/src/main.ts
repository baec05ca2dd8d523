import { NewerDataError } from '@taskbench/event-log';
import { ConfigError } from './config.ts';
import { boot, type BootOptions } from './boot.ts';
import type { ServiceDefinition } from './service.ts';

/** Boots a process until SIGTERM or SIGINT: calls in flight end, then it exits 0. */
export async function main(services: readonly ServiceDefinition[], options: BootOptions = {}): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // a full disk, for example
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
  const explained = error instanceof ConfigError || error instanceof NewerDataError;
  console.error(explained ? error.message : error instanceof Error ? error.stack : String(error));
  process.exit(explained ? 2 : 1);
}
