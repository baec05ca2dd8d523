import { AsyncLocalStorage } from 'node:async_hooks';

/** What a line of the log belongs to: a request, an event, a call. Ids only, never a text. */
export interface Context {
  readonly request?: string;
  /** The evaluation or task that all events of one piece of work share. */
  readonly correlation?: string;
  readonly consumer?: string;
  readonly event?: string;
  readonly position?: number;
  readonly call?: string;
}

const current = new AsyncLocalStorage<Context>();

/** Does work whose log lines carry these ids, and those of the work around it. */
export const within = <T>(context: Context, work: () => T): T =>
  current.run({ ...current.getStore(), ...context }, work);

/** Does work that belongs to nobody, whoever woke it. */
export const apart = <T>(work: () => T): T => current.run({}, work);

/** The ids of the work that is being done here. */
export const contextNow = (): Context => current.getStore() ?? {};
