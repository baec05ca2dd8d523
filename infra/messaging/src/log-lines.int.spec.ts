import { randomUUID } from 'node:crypto';
import { logLines } from '@taskbench/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Heard, Pipeline, until } from '../test/pipeline.ts';
import { reaction } from './reaction.ts';
import { startRedrive } from './redrive.ts';

const CANARY = 'the canary sings';

describe('What is logged of an error that quotes a text', () => {
  let here: Pipeline;
  let written: Record<string, unknown>[];
  beforeEach(async () => {
    here = await Pipeline.open();
    const lines = logLines();
    here.logger = lines.log;
    written = lines.written;
  });
  afterEach(() => here.close());

  const said = (sentence: string) => written.filter(({ msg }) => msg === sentence);
  const heard = (sentence: string) => until(`"${sentence}" is logged`, () => said(sentence).length > 0);
  /** Postgres itself says it, whenever a service reads or changes a row of a table. */
  const sings = (table: string) =>
    here.asOwner(`
      create or replace function public.sing() returns boolean language plpgsql as
        $$ begin raise exception '${CANARY}' using errcode = 'P0001'; end $$;
      alter table ${table} enable row level security;
      create policy canary on ${table} using (public.sing()) with check (public.sing());`);
  const isQuiet = () => expect(JSON.stringify(written)).not.toContain('canary');

  it('is its kind and code where rows cannot be read: by feed, reaction, floor and redrive', async () => {
    here.start();
    await here.write(3);
    await here.caughtUp();
    await here.everythingHeard();
    await sings('spec.checkpoints');
    await here.letters.failed('spec', 'spec.notes', { position: 1, id: randomUUID(), type: 'CallFailed' }, 'x');
    await here.write(1);
    await heard('spec could not apply a batch.');
    await heard('The ack floors were not kept this time.');
    await heard('Nothing was re-driven this time.');
    await here.deleteStream();
    await heard('The feeds wait for the stream.');
    await heard('The reaction waits for the stream.');
    expect(said('spec could not apply a batch.')[0]).toMatchObject({ err: { type: 'error', code: 'P0001' } });
    isQuiet();
  });

  it('is its kind and code where the log cannot be read: by the relay', async () => {
    here.startRelay();
    await here.write(1);
    await sings('log.events');
    await heard('The relay was interrupted and goes on from the stream.');
    isQuiet();
  });

  it('is its kind where a reaction or a fold throws it, and its letter cannot be written', async () => {
    here.failing = (n) =>
      n === 0 ? Object.assign(new Error(CANARY), { syscall: 'connect', code: 'ECONNREFUSED' }) : new Error(CANARY);
    here.folding = (n) => {
      if (n === 1) throw new Error(CANARY);
      return n;
    };
    here.start();
    await here.write(2);
    await heard('A reaction waits for Postgres.');
    await heard('An event was set aside; its table leaves it out.');
    await here.isSetAside();
    for (const { id } of await here.letters.list(10)) await here.letters.redrive(id);
    await heard('An event was set aside again.');
    await sings('log.dead_letters');
    await here.write(1);
    await heard('A failure could not be noted; the event is tried again.');
    expect(said('A reaction failed and is tried again.')[0]).toMatchObject({
      consumer: 'spec-note',
      event: expect.any(String),
      correlation: 'spec',
      err: { type: 'Error', stack: expect.stringContaining('log-lines.int.spec') },
    });
    for (const sentence of ['An event was set aside; its table leaves it out.', 'An event was set aside again.'])
      expect(said(sentence)[0]).toMatchObject({
        consumer: expect.stringMatching(/^spec/),
        event: expect.any(String),
        position: expect.any(Number),
      });
    isQuiet();
  });

  it('is not among the lines of a reaction and a redrive, which carry their event, also those of its own work', async () => {
    const own = reaction('own', Heard, async ({ n }) => {
      await sleep(1);
      here.logger.info({ n }, 'at work');
      if (n === 0 && said('at work').filter((line) => line['n'] === 0).length < 6) throw new RangeError(CANARY);
    });
    here.startRelay();
    here.startReaction(own);
    here.host(startRedrive(here.board, [own], here.deps));
    await here.write(2);
    await here.isSetAside();
    await here.letters.redrive((await here.letters.list(1))[0]!.id);
    await heard('An event that was set aside is handled.');
    const [first, second] = await here.log.rows(0, 2);
    for (const line of said('at work')) {
      const { id, position } = line['n'] === 0 ? first! : second!;
      expect(line).toMatchObject({ consumer: 'spec-own', event: id, position, correlation: 'spec' });
    }
    expect(said('at work').length).toBeGreaterThan(6);
    expect(said('An event that was set aside is handled.')[0]).toMatchObject({
      consumer: 'spec-own',
      event: first!.id,
    });
    isQuiet();
  });
});
