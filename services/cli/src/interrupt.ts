import { EXIT } from './evaluation/outcome.ts';

/** The first Ctrl-C is told to whoever listens; the second leaves at once. */
export function onInterrupt(): AbortSignal {
  const asked = new AbortController();
  process.on('SIGINT', () => {
    if (asked.signal.aborted) process.exit(EXIT.interrupted);
    asked.abort();
  });
  return asked.signal;
}
