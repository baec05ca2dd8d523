import { Writable } from 'node:stream';
import { logger, type Logger } from '@taskbench/telemetry';

/** A logger that keeps every line, down to the least, and what it wrote. */
export function logLines(): { log: Logger; written: Record<string, unknown>[] } {
  const written: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const log = logger('spec', sink);
  log.level = 'trace';
  return { log, written };
}
