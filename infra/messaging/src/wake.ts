import pg from 'pg';

const POLL_MS = 500;

/** Tells when something may have been appended: by LISTEN, with a slow poll behind it. */
export interface Wake {
  next(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a connection of its own; when that breaks it is opened again, and the poll covers the gap. */
export function wakeOnAppend(databaseUrl: string, pollMs = POLL_MS): Wake {
  let waiting: (() => void) | null = null;
  let pending = false;
  let open = true;
  let client: pg.Client | null = null;

  const ring = () => {
    if (waiting) waiting();
    else pending = true;
  };

  async function listen(): Promise<void> {
    if (!open) return;
    const fresh = new pg.Client({ connectionString: databaseUrl });
    let lost = false;
    const again = () => {
      if (lost) return;
      lost = true;
      client = null;
      if (open) setTimeout(() => void listen(), pollMs);
    };
    fresh.on('error', again).on('end', again).on('notification', ring);
    try {
      await fresh.connect();
      await fresh.query('listen log');
      client = fresh;
      if (!open) await fresh.end();
    } catch {
      again(); // the poll goes on meanwhile
    }
  }
  void listen();

  return {
    next: () =>
      new Promise((done) => {
        const go = () => {
          clearTimeout(timer);
          waiting = null;
          pending = false;
          done();
        };
        const timer = setTimeout(go, pollMs);
        waiting = go;
        if (pending || !open) go();
      }),
    async close() {
      open = false;
      ring();
      await client?.end();
    },
  };
}
