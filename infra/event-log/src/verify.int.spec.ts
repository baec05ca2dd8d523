import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { servicePool, type Pool } from './database.ts';
import { EventLog } from './log.ts';
import { migrate } from './migrate.ts';
import { Texts } from './texts.ts';
import { namedTexts, verifyLog } from './verify.ts';

const EVENTS = 60;
const TASK = randomUUID();

describe('Verifying the log', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;
  let texts: Texts;
  let owner: pg.Client;

  beforeEach(async () => {
    database = await freshDatabase();
    await migrate(database.url);
    pool = servicePool(database.url, 3);
    log = new EventLog(pool);
    texts = new Texts(pool);
    for (let n = 0; n < EVENTS; n++) {
      const text = await texts.seal(TASK, `text ${n % 10}`);
      const fact = { type: 'Noted', version: 1, data: { task_id: TASK, output: text.digest, n } };
      await log.append({
        stream: `note-${n % 7}`,
        expected: Math.floor(n / 7),
        facts: [fact],
        correlation: 'spec',
        texts: [text],
      });
    }
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query('alter table log.events disable trigger all');
  });
  afterEach(async () => {
    await owner.end();
    await pool.end();
    await database.drop();
  });

  const facts = (count: number) => Array.from({ length: count }, () => ({ type: 'Noted', version: 1, data: {} }));
  const found = async () => (await verifyLog(pool, log, new Texts(pool))).findings;
  const kinds = async () => (await found()).map(({ kind, position, stream }) => ({ kind, position, stream }));

  it('finds nothing in a log that is whole, and says what it saw', async () => {
    const { findings, events, texts: opened, shredded, hash } = await verifyLog(pool, log, texts);
    expect({ findings, events, opened, shredded }).toEqual({ findings: [], events: EVENTS, opened: 10, shredded: 0 });
    expect(hash).toBe((await owner.query('select hash from log.head')).rows[0].hash.toString('hex'));
  });

  it.each([
    ['data', `update log.events set data = '{"n":99}' where position = 20`],
    ['time', 'update log.events set at = at + 1 where position = 20'],
    ['type', `update log.events set type = 'Other' where position = 20`],
    ['correlation', `update log.events set correlation = 'other' where position = 20`],
    ['causation', `update log.events set causation = gen_random_uuid() where position = 20`],
    ['id', 'update log.events set id = gen_random_uuid() where position = 20'],
  ])('locates an event whose %s was changed', async (_, sql) => {
    await owner.query(sql);
    expect(await found()).toContainEqual(expect.objectContaining({ kind: 'event_changed', position: 20 }));
    expect((await found()).filter(({ kind }) => kind === 'event_changed')).toHaveLength(1);
  });

  it('locates a deleted event', async () => {
    await owner.query('delete from log.events where position = 20');
    expect(await kinds()).toContainEqual({ kind: 'event_missing', position: 20, stream: null });
  });

  it('locates events deleted at the end', async () => {
    await owner.query(`delete from log.events where position > ${EVENTS - 2}`);
    expect(await kinds()).toContainEqual({ kind: 'event_missing', position: EVENTS - 1, stream: null });
  });

  it('locates an inserted event, also when those after it were moved up', async () => {
    await owner.query('update log.events set position = -position - 1 where position > 20');
    await owner.query('update log.events set position = -position where position < 0');
    await owner.query(`insert into log.events select 21, 'note-new', 1, type, schema_version, gen_random_uuid(), at, correlation, causation, data, hash
      from log.events where position = 20`);
    const first = (await found())[0];
    expect(first).toMatchObject({ kind: 'event_changed', position: 21, stream: 'note-new' });
  });

  it('locates an event appended behind the back of the function', async () => {
    await owner.query(`insert into log.events select position + 1, 'note-new', 1, type, schema_version, gen_random_uuid(), at, correlation, causation, data, hash
      from log.events where position = ${EVENTS}`);
    await owner.query('update log.head set position = position + 1');
    expect(await kinds()).toContainEqual({ kind: 'event_changed', position: EVENTS + 1, stream: 'note-new' });
  });

  it.each([
    ['beyond the head', 'position + 1', `position = ${EVENTS}`],
    ['before the first', 'position - 1', 'position = 1'],
  ])('locates an event inserted %s, where the chain does not reach', async (_, place, from) => {
    const { rows } =
      await owner.query(`insert into log.events select ${place}, 'note-new', 1, type, schema_version, gen_random_uuid(), at, correlation, causation, data, hash
      from log.events where ${from} returning position`);
    expect(await kinds()).toEqual([{ kind: 'event_changed', position: Number(rows[0].position), stream: 'note-new' }]);
  });

  it('says when there is more than it lists', async () => {
    await owner.query(`update log.events set type = 'Other'`);
    for (let n = 0; n < 3; n++)
      await log.append({ stream: `more-${n}`, expected: 0, facts: facts(50), correlation: 'spec' });
    await owner.query(`update log.events set correlation = 'other'`);
    const { findings, found: all } = await verifyLog(pool, log, new Texts(pool));
    expect([findings.length, all]).toEqual([100, EVENTS + 150]);
  });

  it('locates two events that changed places', async () => {
    await owner.query('update log.events set position = -1 where position = 20');
    await owner.query('update log.events set position = 20 where position = 30');
    await owner.query('update log.events set position = 30 where position = -1');
    const changed = (await found()).filter(({ kind }) => kind === 'event_changed').map(({ position }) => position);
    expect(changed).toEqual(expect.arrayContaining([20, 30]));
  });

  it('locates where a chain was computed anew over a changed event', async () => {
    const hash =
      await owner.query(`select sha256(p.hash || log.event_hash(e.position, e.stream, e.version, 'Other', e.schema_version, e.id, e.at,
      e.correlation, e.causation, e.data::text)) as hash from log.events e join log.events p on p.position = e.position - 1 where e.position = 20`);
    await owner.query(`update log.events set type = 'Other', hash = $1 where position = 20`, [hash.rows[0].hash]);
    expect(await kinds()).toContainEqual(expect.objectContaining({ kind: 'event_changed', position: 21 }));
  });

  it('finds a head that was set back or changed', async () => {
    await owner.query(`update log.head set hash = sha256('other')`);
    expect((await found()).map(({ kind }) => kind)).toEqual(['head_differs']);
  });

  it('locates a stream with a version left out', async () => {
    await owner.query('update log.events set version = 99 where position = 55');
    expect(await found()).toContainEqual(expect.objectContaining({ kind: 'stream_broken', stream: 'note-5' }));
  });

  it('locates a changed text, a missing one, and one in the place of another', async () => {
    const { digest } = await texts.seal(TASK, 'text 3');
    const bytes = Buffer.from(digest, 'hex');
    await owner.query(
      `update log.texts set ciphertext = set_byte(ciphertext, 30, get_byte(ciphertext, 30) # 1) where digest = $1`,
      [bytes],
    );
    expect(await found()).toContainEqual(expect.objectContaining({ kind: 'text_changed', digest }));
    await owner.query(
      `update log.texts set ciphertext = (select ciphertext from log.texts where digest <> $1 limit 1) where digest = $1`,
      [bytes],
    );
    expect(await found()).toContainEqual(expect.objectContaining({ kind: 'text_changed', digest }));
    await owner.query('delete from log.texts where digest = $1', [bytes]);
    expect(await found()).toContainEqual(expect.objectContaining({ kind: 'text_missing', position: 4, digest }));
  });

  it('finds every text that a kept sample of an event names', () => {
    const room = join(import.meta.dirname, '../../../contracts/samples');
    for (const name of readdirSync(room).filter((file) => file.endsWith('.json'))) {
      const data = JSON.stringify(JSON.parse(readFileSync(join(room, name), 'utf8')));
      const digests = data.replace(/"(request|asked)":"\w{64}"/, '').match(/"[0-9a-f]{64}"/g) ?? [];
      const named = namedTexts({ position: 1, stream: 's', data });
      expect([name, named.length]).toEqual([name, digests.length]);
    }
  });

  it('tells shredded texts from lost ones: their key was deleted, the chain holds', async () => {
    await owner.query('delete from log.keys');
    const { findings, shredded } = await verifyLog(pool, log, new Texts(pool));
    expect([findings, shredded]).toEqual([[], 10]);
  });
});
