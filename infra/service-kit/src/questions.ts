/** How long an answer is waited for. */
export const PATIENCE_MS = 2_000;

/**
 * Asks what may hang, each question at most once at a time: who asks meanwhile waits for the same answer, and one that
 * hangs is not asked again before it has ended. So however often a process is probed, a server that hangs is asked once.
 */
export class Questions {
  private readonly open = new Map<string, Promise<unknown>>();

  /** The answer; null when it failed or is not there in two seconds. */
  async ask<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    const asked = (this.open.get(name) as Promise<T | null> | undefined) ?? this.begin(name, work);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((done) => (timer = setTimeout(() => done(null), PATIENCE_MS)));
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  private begin<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    const asked = work()
      .catch(() => null)
      .finally(() => this.open.delete(name));
    this.open.set(name, asked);
    return asked;
  }
}
