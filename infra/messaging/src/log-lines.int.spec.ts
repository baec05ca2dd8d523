import { randomUUID } from 'node:crypto';
import { logLines } from '@taskbench/testing';
import { Pipeline, until } from '../test/pipeline.ts';

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
    await heard('The ack floor was not kept this time.');
    await heard('Nothing was re-driven this time.');
    await here.deleteStream();
    await heard('The feed waits for the stream.');
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
    isQuiet();
  });
});
