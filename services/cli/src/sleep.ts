import { setTimeout } from 'node:timers/promises';

/** Waits, less long when it is interrupted. */
export const sleep = (ms: number, interrupted?: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { ...(interrupted && { signal: interrupted }) }).catch(() => undefined);
