const CONNECTION = /^(08|53|57|58|40|55P03|25006)/;
const AGAIN_MS = 250;

/**
 * Whether an error says that Postgres was away, full or interrupted rather than that it refused the statement: trying
 * again may help, and whether the statement took effect is not known.
 */
export function isOutage(error: unknown): boolean {
  const { code, severity, syscall } = (error ?? {}) as { code?: unknown; severity?: unknown; syscall?: unknown };
  if (syscall === 'connect') return true; // whatever its code: a socket's file may be gone as well
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && severity !== undefined) return CONNECTION.test(code);
  if (typeof code === 'string') return /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET)/.test(code);
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)
  );
}

/** Whether Postgres took a statement in and refused it: the same statement would be refused again. */
export const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'severity' in error && !isOutage(error);

/** Does something again for as long as Postgres is away. Only for what may be done twice. */
export async function outlast<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }
}
