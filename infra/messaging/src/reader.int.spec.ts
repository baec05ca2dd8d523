import { setTimeout as sleep } from 'node:timers/promises';
import { all, Pipeline, until } from '../test/pipeline.ts';
import { follow, type Following } from './reader.ts';
import { findCarrier } from './transport.ts';

describe('The reader of a process', () => {
  let here: Pipeline;
  let following: Following[] = [];
  beforeEach(async () => {
    here = await Pipeline.open();
    here.startRelay();
  });
  afterEach(async () => {
    await Promise.all(following.map((one) => one.close()));
    following = [];
    await here.close();
  });

  /** Follows from a position on; `heard` are the positions that came. */
  function follower(from = 0, full = () => false) {
    const heard: number[] = [];
    const one = follow(
      {
        at: async () => from,
        hear: ({ position }) => void heard.push(position),
        anew: () => undefined,
        full,
        ends: () => undefined,
      },
      here.transport,
      here.log,
      here.logger,
    );
    following.push(one);
    return { heard, has: (count: number) => new Set(heard).size >= count, close: () => one.close() };
  }
  const consumers = async (): Promise<number> => {
    let count = 0;
    const { name } = (await findCarrier(here.transport))!;
    for await (const { config } of here.transport.manager.consumers.list(name)) count += Number(!config.durable_name);
    return count;
  };

  it('fetches each event once for all that follow, from the place of the one furthest behind', async () => {
    await here.write(20);
    const [first, second, third] = [follower(), follower(5), follower(20)];
    await until('the first heard all', () => first.has(20));
    await here.write(10);
    await until('all heard what came', () => [first, second, third].every(({ heard }) => heard.includes(30)));
    expect(new Set(first.heard)).toEqual(new Set(all(30).map((n) => n + 1)));
    await until('there is one consumer', async () => (await consumers()) === 1);
  });

  it('goes on for the others while one is full, when one leaves, and when all have left and one comes', async () => {
    let full = false;
    const [first, second] = [follower(), follower(0, () => full)];
    await here.write(5);
    await until('both heard', () => first.has(5) && second.has(5));
    full = true;
    await here.write(5);
    await until('the first heard more', () => first.has(10));
    await second.close();
    await here.write(5);
    await until('the first still hears', () => first.has(15));
    expect(second.heard).not.toContain(15);
    await first.close();
    await until('nobody reads', async () => (await consumers()) === 0);
    const late = follower(10);
    await until('it hears', () => late.has(5));
  });

  it('waits while all are full', async () => {
    let full = true;
    const only = follower(0, () => full);
    await here.write(5);
    await until('one was heard', () => only.has(1));
    await sleep(600);
    expect(only.heard).toEqual([1]);
    full = false;
    await until('the rest was heard', () => only.has(5));
  });

  it('makes its consumer anew for one that missed something', async () => {
    const [first, second] = [follower(), follower()];
    await here.write(3);
    await until('both heard', () => first.has(3) && second.has(3));
    first.heard.length = 0;
    following[0]!.missed();
    await until('it is heard again', () => first.has(3));
    await until('there is one consumer', async () => (await consumers()) === 1);
  });
});
