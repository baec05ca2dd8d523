import { CallFailed, defineEvent } from '@taskbench/contracts';
import { checkpoint, parseStored } from '@taskbench/event-log';
import { z } from 'zod';
import { Heard, Pipeline, until } from '../test/pipeline.ts';
import { encode } from './message.ts';
import { reaction, startReaction } from './reaction.ts';
import { findCarrier } from './transport.ts';

describe('A type of event with topics', () => {
  let here: Pipeline;
  const wanted: number[] = [];
  beforeEach(async () => {
    wanted.length = 0;
    here = await Pipeline.open();
  });
  afterEach(() => here.close());

  const choosy = reaction('choosy', Heard, async ({ n }) => void wanted.push(n), 'execution');
  const write = async (n: number, data: object, version: number = CallFailed.version) => {
    const facts = [{ type: 'CallFailed', version, data: { n, ...data } }];
    await here.log.append({ stream: `call-${n}`, expected: 0, facts, correlation: 'spec' });
  };
  const passed = (position: number) =>
    until('its floor is kept', async () => (await checkpoint(here.pool, 'spec', 'spec-choosy')) === position);

  it('brings a reaction the one that it names, and its floor passes the others', async () => {
    here.startRelay();
    here.host(startReaction(choosy, here.deps));
    await write(0, { phase: 'check_generation' }, 99); // of a newer TaskBench
    await write(1, { phase: 'execution' });
    await write(2, { phase: 'check_generation' });
    await write(3, {});
    await passed(4);
    expect(wanted).toEqual([1]);
    const { name } = (await findCarrier(here.transport))!;
    expect((await here.transport.manager.consumers.info(name, 'spec-choosy')).delivered.consumer_seq).toBe(1);
  });

  it('is passed over in another topic when a letter of it is tried again', async () => {
    const of = { type: 'CallFailed', version: 1, topicOf: ({ phase }: { phase: string }) => phase } as const;
    const data = z.object({ n: z.number(), phase: z.string() });
    const choosing = reaction(
      'choosing',
      defineEvent({ ...of, data }),
      async ({ n }) => void wanted.push(n),
      'execution',
    );
    await write(1, { phase: 'check_generation' });
    await write(2, { phase: 'execution' });
    for (const row of await here.log.rows(0, 2)) await choosing.react(parseStored(row));
    expect(wanted).toEqual([2]);
  });

  it('replaces the stream of an earlier TaskBench, whose subjects had none', async () => {
    const { manager, client, logId } = here.transport;
    const earlier = `taskbench-${logId}-0`;
    await manager.streams.add({ name: earlier, subjects: [`events.${logId}.0.>`] });
    await write(0, { phase: 'execution' });
    const [row] = await here.log.rows(0, 1);
    await client.publish(`events.${logId}.0.execution.CallFailed`, encode(row!), { msgID: row!.id });
    here.host(startReaction(choosy, here.deps));
    here.startRelay();
    await until('it is heard', () => wanted.length === 1);
    await expect(manager.streams.info(earlier)).rejects.toThrow('not found');
  });
});
