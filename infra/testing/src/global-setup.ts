import { startServers } from './servers.ts';

declare global {
  /** Ends what the global setup started; Jest runs setup and teardown in one process. */
  var stopTestServers: (() => Promise<void>) | undefined;
}

/** Before the first spec: the run's servers, their addresses in the environment that every spec sees. */
export default async function setup(): Promise<void> {
  const { postgres, nats } = await startServers();
  process.env['TEST_DATABASE_URL'] = postgres.url;
  process.env['TEST_NATS_URL'] = nats.url;
  globalThis.stopTestServers = async () => {
    await Promise.all([postgres.stop(), nats.stop()]);
  };
}
