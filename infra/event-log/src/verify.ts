import type { Pool } from './database.ts';
import { chainHash, eventHash, GENESIS } from './hash.ts';
import type { EventLog, StoredRow } from './log.ts';
import type { Texts } from './texts.ts';

/** Something in the log that is not as it was written, and where. */
export interface Finding {
  readonly kind: 'event_changed' | 'event_missing' | 'stream_broken' | 'head_differs' | 'text_changed' | 'text_missing';
  /** Of the event, or of the one that names the text. */
  readonly position: number | null;
  readonly stream: string | null;
  /** The text, by its digest. */
  readonly digest: string | null;
  readonly message: string;
}

/** What a verification of the whole log saw. */
export interface Verification {
  readonly events: number;
  readonly texts: number;
  /** Texts whose key was deleted: gone on purpose, the chain still holds. */
  readonly shredded: number;
  /** The first hundred of those found. */
  readonly findings: readonly Finding[];
  readonly found: number;
  /** The chain's last hash, hex: two logs with the same are the same. */
  readonly hash: string;
  readonly seconds: number;
}

const PAGE = 5_000;
const MOST_FINDINGS = 100;
const DIGEST = /^[0-9a-f]{64}$/;
/** Digests that name no text: what a request with an Idempotency-Key looked like, where a connection led, what a call asked, and what an output says. */
const NO_TEXT = new Set(['request', 'address', 'asked', 'answer']);

/** Recomputes the chain over every event and opens every text. Says where something was changed, deleted, inserted or moved. */
export async function verifyLog(
  pool: Pool,
  log: EventLog,
  texts: Texts,
  progress?: (position: number) => void,
): Promise<Verification> {
  const began = performance.now();
  const findings: Finding[] = [];
  let found = 0;
  const find = (finding: Finding) => {
    if (++found <= MOST_FINDINGS) findings.push(finding);
  };
  const head = await headOf(pool);
  let previous: Buffer = GENESIS;
  let position = 0;
  let page = log.rows(0, PAGE);
  for (;;) {
    const rows = (await page).filter((row) => row.position <= head.position);
    if (rows.length === 0) break;
    page = log.rows(rows.at(-1)!.position, PAGE); // fetched while this one is hashed
    page.catch(() => undefined);
    for (const { hash, ...row } of rows) {
      if (row.position !== position + 1) find(missing(position + 1, row.position - 1));
      if (!chainHash(previous, eventHash(row)).equals(hash)) find(changed(row));
      position = row.position;
      previous = hash;
    }
    for (const one of await unnamed(pool, rows)) find(one);
    progress?.(position);
  }
  if (position !== head.position) find(missing(position + 1, head.position));
  if (!previous.equals(head.hash))
    find({ ...nowhere, kind: 'head_differs', message: 'The head of the log has another hash than its last event.' });
  for (const one of await outOfReach(pool)) find(one);
  for (const one of await brokenStreams(pool)) find(one);
  const { opened, shredded } = await openAll(pool, texts, find);
  return {
    events: position,
    texts: opened,
    shredded,
    findings,
    found,
    hash: previous.toString('hex'),
    seconds: (performance.now() - began) / 1000,
  };
}

const nowhere = { position: null, stream: null, digest: null };

async function headOf(pool: Pool): Promise<{ position: number; hash: Buffer }> {
  const { rows } = await pool.query<{ position: number; hash: Buffer }>('select position, hash from log.head');
  return rows[0]!;
}

/** Events where the chain does not reach. Head and events are of one moment: an append changes both. */
async function outOfReach(pool: Pool): Promise<Finding[]> {
  const { rows } = await pool.query<Pick<StoredRow, 'position' | 'stream' | 'type'>>(
    `select position, stream, type from log.events
     where position < 1 or position > (select position from log.head) order by position limit ${MOST_FINDINGS}`,
  );
  return rows.map(changed);
}

const changed = ({ position, stream, type }: Pick<StoredRow, 'position' | 'stream' | 'type'>): Finding => ({
  kind: 'event_changed',
  position,
  stream,
  digest: null,
  message: `${type} at ${position} is not what was appended there: it was changed, inserted or moved.`,
});

const missing = (from: number, to: number): Finding => ({
  ...nowhere,
  kind: 'event_missing',
  position: from,
  message: from === to ? `The event at ${from} is missing.` : `The events from ${from} to ${to} are missing.`,
});

async function brokenStreams(pool: Pool): Promise<Finding[]> {
  const { rows } = await pool.query<{ stream: string; count: number; last: number }>(
    `select stream, count(*)::int as count, max(version) as last from log.events
     group by stream having count(*) <> max(version) or min(version) <> 1 limit ${MOST_FINDINGS}`,
  );
  return rows.map(({ stream, count, last }) => ({
    ...nowhere,
    kind: 'stream_broken',
    stream,
    message: `${stream} has ${count} events up to version ${last}.`,
  }));
}

/** Texts that events name and that are not there, unless their key was deleted. */
async function unnamed(pool: Pool, rows: readonly StoredRow[]): Promise<Finding[]> {
  const named = rows.flatMap(namedTexts);
  if (named.length === 0) return [];
  const { rows: lost } = await pool.query<{ position: number; stream: string; digest: string }>({
    name: 'unnamed',
    text: `select n.position, n.stream, n.digest from unnest($1::bigint[], $2::text[], $3::uuid[], $4::text[]) n(position, stream, scope, digest)
      where not exists (select 1 from log.texts t where t.scope = n.scope and t.digest = decode(n.digest, 'hex'))
        and exists (select 1 from log.keys k where k.scope = n.scope)`,
    values: [
      named.map(({ position }) => position),
      named.map(({ stream }) => stream),
      named.map(({ scope }) => scope),
      named.map(({ digest }) => digest),
    ],
  });
  return lost.map(({ position, stream, digest }) => ({
    kind: 'text_missing',
    position,
    stream,
    digest,
    message: `The text ${digest.slice(0, 12)}… that the event at ${position} names is missing.`,
  }));
}

/** The texts that an event names, by its fields. */
export function namedTexts({ position, stream, data }: Pick<StoredRow, 'position' | 'stream' | 'data'>) {
  const fields = [...data.matchAll(/"(\w+)":"([0-9a-f]{64})"/g)];
  const scope = /"task_id":"([0-9a-f-]{36})"/.exec(data)?.[1];
  if (!scope) return [];
  return fields
    .filter(([, field, digest]) => !NO_TEXT.has(field!) && DIGEST.test(digest!))
    .map(([, , digest]) => ({ position, stream, scope, digest: digest! }));
}

async function openAll(
  pool: Pool,
  texts: Texts,
  find: (finding: Finding) => void,
): Promise<{ opened: number; shredded: number }> {
  let [opened, shredded] = [0, 0];
  let last: { scope: string; digest: Buffer } = {
    scope: '00000000-0000-0000-0000-000000000000',
    digest: Buffer.alloc(0),
  };
  for (;;) {
    const { rows } = await pool.query<{ scope: string; digest: Buffer; ciphertext: Buffer; kept: boolean }>({
      name: 'all-texts',
      text: `select t.scope, t.digest, t.ciphertext, exists (select 1 from log.keys k where k.scope = t.scope) as kept
        from log.texts t where (t.scope, t.digest) > ($1::uuid, $2::bytea) order by t.scope, t.digest limit 500`,
      values: [last.scope, last.digest],
    });
    if (rows.length === 0) return { opened, shredded };
    for (const { scope, digest, ciphertext, kept } of rows) {
      const name = digest.toString('hex');
      if (!kept) shredded++;
      else if (await texts.isWhole(scope, digest, ciphertext)) opened++;
      else
        find({
          ...nowhere,
          kind: 'text_changed',
          digest: name,
          message: `The text ${name.slice(0, 12)}… of task ${scope} was changed.`,
        });
    }
    last = rows.at(-1)!;
  }
}
