import pg from 'pg';

const POLL_MS = 500;

/** Tells when something may have been appended: by LISTEN, with a slow poll behind it. */
export interface Wake {
  /** Waits; the first time after `mute` not at all, as what came meanwhile was not told. */
  next(): Promise<void>;
  /** Nothing needs to be told for now, so that appends wake nobody. */
  mute(): void;
  close(): Promise<void>;
}

/** Listens on a connection of its own; when that breaks it is opened again, and the poll covers the gap. */
export function wakeOnAppend(databaseUrl: string, pollMs = POLL_MS): Wake {
  let waiting: (() => void) | null = null;
  let pending = false;
  let open = true;
  let client: pg.Client | null = null;
  let listening = false;

  const ring = () => {
    if (waiting) waiting();
    else pending = true;
  };

  async function connect(): Promise<void> {
    if (!open) return;
    const fresh = new pg.Client({ connectionString: databaseUrl });
    let lost = false;
    const again = () => {
      if (lost) return;
      lost = true;
      client = null;
      listening = false;
      if (open) setTimeout(() => void connect(), pollMs);
    };
    fresh.on('error', again).on('end', again).on('notification', ring);
    try {
      await fresh.connect();
      client = fresh;
      if (!open) await fresh.end();
    } catch {
      again(); // the poll goes on meanwhile
    }
  }
  void connect();

  const wait = () =>
    new Promise<void>((done) => {
      const go = () => {
        clearTimeout(timer);
        waiting = null;
        pending = false;
        done();
      };
      const timer = setTimeout(go, pollMs);
      waiting = go;
      if (pending || !open) go();
    });

  const say = async (sql: string) => void (await client?.query(sql).catch(() => undefined)); // a lost connection is made again

  return {
    async next() {
      if (listening || !client) return wait();
      listening = true;
      await say('listen log');
    },
    mute() {
      if (!listening) return;
      listening = false;
      void say('unlisten log');
    },
    async close() {
      open = false;
      ring();
      await client?.end();
    },
  };
}
