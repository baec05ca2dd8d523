import { pino, type Logger } from 'pino';

export type { Logger };

/** One line of JSON a fact about the process. Texts of users and models, and keys, are never logged. */
export const logger = (name: string): Logger =>
  pino({ name, level: process.env['TASKBENCH_LOG_LEVEL'] ?? 'info', timestamp: pino.stdTimeFunctions.isoTime });
