import { Pipeline } from '../test/pipeline.ts';
import type { Consumer } from './feed.ts';
import { startFeed } from './feed.ts';
import { startReaction } from './reaction.ts';
import type { Transport } from './transport.ts';

/** The transport, but its consumers are made only once they are let. */
function held(transport: Transport) {
  const [asked, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const client = Object.create(transport.client) as Transport['client'];
  const get: Transport['client']['consumers']['get'] = async (...which) => {
    asked.resolve();
    await allowed.promise;
    return transport.client.consumers.get(...which);
  };
  Object.defineProperty(client, 'consumers', { value: { get } });
  return { transport: { ...transport, client }, asked: asked.promise, let: () => allowed.resolve() };
}

describe('What is closed while its consumer is being made', () => {
  let here: Pipeline;
  beforeAll(async () => {
    here = await Pipeline.open();
    here.start();
    await here.write(1);
    await here.everythingHeard();
  });
  afterAll(() => here.close());

  async function closedMeanwhile(start: (transport: Transport) => Consumer): Promise<void> {
    const slow = held(here.transport);
    const consumer = start(slow.transport);
    await slow.asked;
    const closing = consumer.close();
    slow.let();
    await closing;
  }

  it('ends, if it is a feed', () => closedMeanwhile((transport) => startFeed(here.board, { ...here.deps, transport })));

  it('ends, if it is a reaction', () =>
    closedMeanwhile((transport) => startReaction(here.note, { ...here.deps, transport })));
});
