import { testServers } from '@taskbench/testing';
import { Pipeline, until } from '../test/pipeline.ts';
import { startFeed } from './feed.ts';
import { startReaction } from './reaction.ts';
import { startRelay } from './relay.ts';
import { openTransport, type Transport } from './transport.ts';

describe('A flush', () => {
  let here: Pipeline;
  beforeEach(async () => void (here = await Pipeline.open()));
  afterEach(() => here.close());

  it('is heard by every process of its log, and by no other', async () => {
    const elsewhere = await Pipeline.open();
    const another = await openTransport(testServers().natsUrl, here.log, 'another');
    const heard: string[] = [];
    const listen = (name: string, transport: Transport) => transport.onFlush(() => void heard.push(name));
    listen('here', here.transport);
    listen('another', another);
    listen('elsewhere', elsewhere.transport);
    const stop = listen('no longer', another);
    stop();
    await Promise.all([another.connection.flush(), elsewhere.transport.connection.flush()]);
    here.transport.flush();
    await until('both heard it', () => heard.length >= 2);
    await elsewhere.transport.connection.flush();
    expect(heard.toSorted()).toEqual(['another', 'here']);
    await another.connection.close();
    another.flush(); // away: it may be missed
    await elsewhere.close();
  });

  it('is listened for by relay, feed and reaction for as long as they run', async () => {
    let listening = 0;
    const onFlush = () => {
      listening++;
      return () => void listening--;
    };
    const deps = { ...here.deps, transport: { ...here.transport, onFlush } };
    const running = [
      startRelay(here.log, deps.transport, here.database.url, here.logger),
      startFeed(here.board, deps),
      startReaction(here.note, deps),
    ];
    expect(listening).toBe(3);
    await Promise.all(running.map((one) => one.close()));
    expect(listening).toBe(0);
  });
});
