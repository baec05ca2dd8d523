import { pino, type DestinationStream, type Logger } from 'pino';
import { contextNow } from './context.ts';

export type { Logger };

/** Fields that hold keys, wherever they stand: a person may log a whole object by mistake. */
const SECRETS = ['apiKey', 'llmApiKey', 'apiToken', 'authorization', 'password', 'databaseUrl', 'key'];
const redact = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * One line of JSON a fact about the process, with the ids of the work that it belongs to. Texts of users and models,
 * and keys, are never logged.
 */
export const logger = (name: string, destination?: DestinationStream): Logger =>
  pino(
    {
      name,
      level: process.env['TASKBENCH_LOG_LEVEL'] ?? 'info',
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: contextNow,
      redact: { paths: redact, censor: 'secret' },
    },
    destination ?? pino.destination(1),
  );
