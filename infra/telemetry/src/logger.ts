import { pino, type DestinationStream, type Logger } from 'pino';
import { contextNow } from './context.ts';
import { isError } from './outline.ts';
import { withoutSecrets } from './secrets.ts';

export type { Logger };

/**
 * One line of JSON a fact about the process, with the ids of the work that it belongs to. Texts of users and models,
 * and keys, are never logged, also not of an object that is logged whole by mistake.
 */
export const logger = (name: string, destination?: DestinationStream): Logger =>
  pino(
    {
      name,
      level: process.env['TASKBENCH_LOG_LEVEL'] ?? 'info',
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: contextNow,
      // pino's own way writes a line's fields into the context, from where they would reach every later line.
      mixinMergeStrategy: (line, context) => ({ ...context, ...line }),
      // pino's own way makes the message of an error that is logged without a sentence the line's.
      hooks: {
        logMethod([first, ...said]: unknown[], method) {
          const fields = isError(first) ? { err: first } : first;
          const sentence = typeof fields === 'string' || typeof said[0] === 'string' ? said : ['Something failed.'];
          method.apply(this, [fields, ...sentence] as Parameters<typeof method>);
        },
      },
      serializers: { err: (outlined: unknown) => outlined },
      formatters: { log: (line) => withoutSecrets(line) as Record<string, unknown> },
    },
    destination ?? standardOutput(),
  );

/** A line that cannot be written, on a full disk for example, is lost; the work that it tells of goes on. */
function standardOutput(): DestinationStream {
  const output = pino.destination(1);
  output.on('error', () => undefined);
  return output;
}
