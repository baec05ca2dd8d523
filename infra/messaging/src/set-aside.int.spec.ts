import { OwnError } from '@taskbench/contracts';
import { checkpoint, type DeadLetter } from '@taskbench/event-log';
import { setTimeout as sleep } from 'node:timers/promises';
import { all, Pipeline, until } from '../test/pipeline.ts';
import { findCarrier } from './transport.ts';

describe('An event that cannot be handled', () => {
  let here: Pipeline;
  beforeEach(async () => {
    here = await Pipeline.open();
  });
  afterEach(() => here.close());

  const only = async (): Promise<DeadLetter> => (await here.letters.list(10))[0]!;
  const open = async () =>
    (await here.letters.list(10)).map(({ consumer, position, state }) => [consumer, position, state]);

  describe('by a reaction', () => {
    it('is set aside after five failures, with reason and places, while the others go on; re-driven it is handled', async () => {
      here.failing = (n) => (n === 3 ? new OwnError('This one cannot be handled.') : null);
      here.start();
      await here.write(10);
      await here.isSetAside();
      expect(await here.letters.list(10)).toEqual([
        expect.objectContaining({
          service: 'spec',
          consumer: 'spec-note',
          position: 4,
          failures: 5,
          reason: 'OwnError: This one cannot be handled.',
          stack: expect.stringContaining('set-aside.int.spec'),
        }),
      ]);
      expect(new Set(here.heard)).toEqual(new Set(all(10).filter((n) => n !== 3)));
      const { name } = (await findCarrier(here.transport))!;
      await sleep(300);
      const { num_ack_pending } = await here.transport.manager.consumers.info(name, 'spec-note');
      expect(num_ack_pending).toBe(0); // not tried any more

      here.failing = () => null;
      expect(await here.letters.redrive((await only()).id)).toMatchObject({ state: 'redriving' });
      await until('it is resolved', async () => (await here.letters.list(10)).length === 0);
      expect(here.heard).toContain(3);
    });

    it('is set aside again when it fails again, and only a person tries it then', async () => {
      here.failing = (n) => (n === 0 ? new Error('never') : null);
      here.start();
      await here.write(1);
      const dead = (failures: number) => async () =>
        (await here.letters.list(10)).some((one) => one.state === 'dead' && one.failures === failures);
      await until('it is set aside', dead(5));
      await here.letters.redrive((await only()).id);
      await until('it is set aside again', dead(6));
      await sleep(1_500);
      expect(await dead(6)()).toBe(true);
    });

    it('leaves no word of a text in its letter', async () => {
      const said = 'the canary sings';
      const errors: (() => unknown)[] = [
        () => JSON.parse(said),
        () => BigInt(said),
        () => Buffer.from('n', said as BufferEncoding),
        () => new RegExp(`(${said}`),
        () => 'n' in (said as unknown as object),
        () => new URL(said),
        () => {
          throw new Error(said);
        },
        () => {
          throw Object.assign(new Error(said), { name: 'APIError', status: 400 });
        },
      ];
      here.failing = (n) => {
        try {
          errors[n]!();
          return null;
        } catch (error) {
          return error as Error;
        }
      };
      here.start();
      await here.write(errors.length);
      await until(
        'all are set aside',
        async () =>
          (await here.letters.list(10)).every(({ state }) => state === 'dead') &&
          (await open()).length === errors.length,
      );
      expect(JSON.stringify(await here.letters.list(10))).not.toMatch(/canary|sings/);
      expect((await only()).reason).toBe('SyntaxError');
    });

    it('is not one while Postgres is away', async () => {
      let times = 0;
      here.failing = () => (times++ < 8 ? Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) : null);
      here.start();
      await here.write(1);
      await here.everythingHeard();
      expect(await here.letters.list(10, undefined, true)).toEqual([]);
    });

    it('stays re-driven while Postgres is away, until it was really tried', async () => {
      here.failing = () => new Error('no');
      here.start();
      await here.write(1);
      await here.isSetAside();
      let away = 2;
      here.failing = () => (away-- > 0 ? Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) : null);
      await here.letters.redrive((await only()).id);
      await until('it is resolved', async () => (await here.letters.list(10)).length === 0);
      expect((await here.letters.list(10, undefined, true))[0]!.failures).toBe(5);
    });

    it('is counted anew once it had been handled', async () => {
      let times = 0;
      here.failing = () => (times++ < 3 ? new Error('not yet') : null);
      here.start();
      await here.write(1);
      await here.everythingHeard();
      await until('it is resolved', async () => (await here.letters.list(10)).length === 0);
      const [one] = await here.letters.list(1, undefined, true);
      await here.letters.failed('spec', 'spec-note', { ...one!, id: one!.event_id }, new Error('again'));
      expect(await only()).toMatchObject({ failures: 1, state: 'failing' });
    });

    it('is no longer shown as failing when it was handled after the stream was made anew', async () => {
      here.failing = () => new Error('not yet');
      here.start();
      await here.write(1);
      await until('it fails', async () => (await open()).length === 1);
      here.failing = () => null;
      await here.deleteStream(); // its next delivery counts as the first
      await here.everythingHeard();
      await until('it is resolved', async () => (await here.letters.list(10)).length === 0);
    });
  });

  describe('by a table', () => {
    it('is left out of that one, the others stay right, and it is folded in when re-driven', async () => {
      here.folding = (n) => {
        if (n === 3) throw new TypeError(`cannot fold ${n}`);
        return n;
      };
      here.start();
      await here.write(10);
      await here.isSetAside();
      await here.caughtUp();
      expect(await here.letters.list(10)).toEqual([
        expect.objectContaining({ consumer: 'spec.notes', position: 4, failures: 5 }),
      ]);
      expect([await here.count('spec.notes'), await here.count('spec.others')]).toEqual([9, 10]);

      here.folding = (n) => n;
      await here.letters.redrive((await only()).id);
      await until('it is folded in', async () => (await here.count('spec.notes')) === 10);
      await until('it is resolved', async () => (await here.letters.list(10)).length === 0);
      expect(await here.drifts()).toEqual([]);
    });

    it('is found among many, and left out alone, when its row is one that Postgres refuses', async () => {
      here.folding = (n) => (n === 33 ? 3_000_000_000 : n); // no int
      await here.write(60);
      here.start();
      await here.isSetAside();
      await here.caughtUp();
      expect(await here.letters.list(10)).toEqual([
        expect.objectContaining({ consumer: 'spec.notes', position: 34, failures: 5, reason: 'error 22003' }),
      ]);
      expect([await here.count('spec.notes'), await here.count('spec.others')]).toEqual([59, 60]);
    });

    it('is re-driven by itself: another one that still fails does not hold it back', async () => {
      const bad = new Set([2, 5]);
      here.folding = (n) => {
        if (bad.has(n)) throw new TypeError('cannot fold');
        return n;
      };
      here.start();
      await here.write(8);
      await until(
        'both are set aside',
        async () => (await open()).every(([, , state]) => state === 'dead') && (await open()).length === 2,
      );
      bad.delete(2);
      for (const { id } of await here.letters.list(10)) await here.letters.redrive(id);
      await until('one is left', async () => (await open()).length === 1 && (await open())[0]![2] === 'dead');
      expect(await open()).toEqual([['spec.notes', 6, 'dead']]);
      expect(await here.count('spec.notes')).toBe(7);
    });
  });

  it('because a newer TaskBench wrote it is set aside by each consumer, and they go on', async () => {
    here.start();
    await here.write(1);
    await here.append(1, 'newer-1', 9);
    await here.write(1);
    await until(
      'all three consumers set it aside',
      async () => (await here.letters.list(10)).filter(({ state }) => state === 'dead').length === 3,
    );
    await here.caughtUp();
    await here.everythingHeard();
    expect((await only()).reason).toContain('newer TaskBench');
    expect(await checkpoint(here.pool, 'spec')).toBe(3);
  });
});
