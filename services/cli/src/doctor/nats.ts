import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { natsAddress, natsGreets, type NatsAddress } from '@taskbench/local-servers';
import { bad, good, type Finding } from './finding.ts';
import type { Where } from './postgres.ts';

const NAME = 'nats';
const PATIENCE_MS = 4_000;
const OLDEST = [2, 9] as const;
const LEAST_STORAGE = 100_000_000;

/** Whether NATS answers, is new enough, has JetStream, and has room for the stream. */
export async function nats({ url, start }: Pick<Where, 'url' | 'start'>): Promise<Finding[]> {
  let address: NatsAddress;
  try {
    address = natsAddress(url);
  } catch {
    return [
      bad(NAME, 'NATS_URL is not an address', 'Write it as nats://host:4222, or nats://user:password@host:4222.'),
    ];
  }
  const { host: at } = new URL(address.servers);
  // The client would keep a connection that never says who is there.
  if (!(await natsGreets(address))) return [bad(NAME, `${at} does not answer`, start)];
  let connection: NatsConnection;
  try {
    connection = await connect({ ...address, timeout: PATIENCE_MS, reconnect: false, name: 'doctor' });
  } catch (error) {
    const denied = (error as Error).name === 'AuthorizationError';
    return [
      denied
        ? bad(NAME, `${at} refuses us`, 'Check user, password or token in NATS_URL.')
        : bad(NAME, `${at} does not answer`, start),
    ];
  }
  try {
    return await judged(connection);
  } finally {
    void connection.close().catch(() => undefined);
  }
}

async function judged(connection: NatsConnection): Promise<Finding[]> {
  const { version = 'unknown', jetstream = false } = connection.info ?? {};
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return [bad(NAME, `version ${version}`, `TaskBench needs NATS ${OLDEST.join('.')} or newer.`)];
  if (!jetstream)
    return [bad(NAME, 'JetStream is off', 'Start nats-server with -js, or add jetstream {} to its configuration.')];
  const account = await jetstreamManager(connection, { timeout: PATIENCE_MS })
    .then((manager) => manager.getAccountInfo())
    .catch(() => null);
  if (!account)
    return [bad(NAME, 'JetStream does not answer', 'Enable it for this account, and see what the log of NATS says.')];
  const { limits, storage } = account;
  const left = limits.max_storage < 0 ? Infinity : limits.max_storage - storage;
  if (left < LEAST_STORAGE)
    return [
      bad(
        NAME,
        `${Math.max(0, Math.round(left / 1e6))} MB of storage left`,
        "Raise max_file_store or the account's limit; TaskBench's own stream may be deleted, the log fills it again.",
      ),
    ];
  return [
    good(
      NAME,
      `version ${version}, JetStream, ${left === Infinity ? 'no limit of storage' : `${Math.round(left / 1e6)} MB of storage left`}`,
    ),
  ];
}
