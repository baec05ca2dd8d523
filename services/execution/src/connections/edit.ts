import type { AddConnection, ChangeConnection } from '@taskbench/contracts';
import { Rejection } from '@taskbench/kernel';
import { ForbiddenAddress, Guard } from '@taskbench/models';
import { BadInput, KeyReused, NotFound, readAddress, readKey, resourceId, type Config } from '@taskbench/service-kit';
import type { Connections } from './connections.ts';
import type { SealedKey, StoredConnection } from './stored.ts';
import type { Belonging } from './vault.ts';

const SHORTEST_SHOWN = 16;
const ENDS = 4;

/** Adds a connection. With the same Idempotency-Key it is the one that was added before. */
export async function add(
  connections: Connections,
  { name, base_url, key }: AddConnection,
  concurrency: Config['providerConcurrency'],
  idempotencyKey?: string,
): Promise<StoredConnection> {
  const address = await addressOf(connections, base_url);
  const row = { connection_id: resourceId('POST /connections', idempotencyKey), name, ...address };
  const plain = key === undefined ? null : keyOf(key);
  const added = await named(
    connections.stored.add(row, plain === null ? null : sealed(connections, plain, row), concurrency),
  );
  if (added) return added;
  const before = await connections.stored.one(row.connection_id);
  if (!before) throw new KeyReused();
  const held = before.sealed_key && connections.vault.open(before.sealed_key, before);
  if (before.name !== name || before.base_url !== row.base_url || held !== plain) throw new KeyReused();
  return before;
}

/** Changes a connection. What is to be said of it: that its key was erased with the origin that it was for. */
export async function change(
  connections: Connections,
  id: string,
  { name, base_url, key }: ChangeConnection,
): Promise<{ row: StoredConnection; notice: string | null }> {
  const before = await addedOne(connections, id);
  const address = base_url === undefined ? before : await addressOf(connections, base_url);
  const { origin } = address;
  const moved = origin !== before.origin;
  if (moved) await refuseUse(connections, before, 'its address cannot be changed');
  const next = { ...before, name: name ?? before.name, base_url: address.base_url, origin };
  const plain = key === undefined || key === null ? key : sealed(connections, keyOf(key), next);
  const row = await named(connections.stored.change(next, plain));
  if (!row)
    throw new Rejection('changed-meanwhile', 'This connection was changed meanwhile. Look at it and try again.');
  const erased = moved && plain === undefined && before.sealed_key !== null;
  const notice = `Its key was erased: it was set for ${before.origin}, not for ${origin}. Set the key for the new address.`;
  return { row, notice: erased ? notice : null };
}

/** Removes a connection with its key, unless something uses it. */
export async function remove(connections: Connections, id: string): Promise<StoredConnection> {
  const row = await addedOne(connections, id);
  await refuseUse(connections, row, 'it cannot be removed');
  await connections.stored.remove(id);
  return row;
}

async function addedOne(connections: Connections, id: string): Promise<StoredConnection> {
  if (id === connections.own.id)
    throw new Rejection(
      'set-by-environment',
      'This connection is set by the environment. Change LLM_BASE_URL, LLM_API_KEY or OPENROUTER_API_KEY and start anew.',
    );
  const row = await connections.stored.one(id);
  if (!row) throw new NotFound('connection', id);
  return row;
}

async function refuseUse(
  { stored }: Connections,
  { connection_id, name }: StoredConnection,
  what: string,
): Promise<void> {
  if (await stored.used(connection_id))
    throw new Rejection(
      'connection-in-use',
      `Something that has not ended uses the connection "${name}", so ${what}. Wait for its end, or cancel it.`,
    );
}

async function addressOf(
  { allowed }: Connections,
  text: string,
): Promise<Pick<StoredConnection, 'base_url' | 'origin'>> {
  const read = readAddress(text, 'base_url', 'key');
  if ('fault' in read) throw new BadInput([{ path: 'base_url', message: read.fault }]);
  const { host, origin } = new URL(read.value);
  await new Guard(read.value, allowed).check().catch((error: unknown) => {
    if (!(error instanceof ForbiddenAddress)) throw error;
    const message = `leads to an address that is not public. Whoever runs TaskBench may allow it: TASKBENCH_ALLOW_HOSTS=${host}.`;
    throw new BadInput([{ path: 'base_url', message }], 'forbidden-address');
  });
  return { base_url: read.value, origin };
}

function keyOf(text: string): string {
  const read = readKey(text);
  if ('fault' in read) throw new BadInput([{ path: 'key', message: read.fault }]);
  if (read.value === '') throw new BadInput([{ path: 'key', message: 'must not be empty' }]);
  return read.value;
}

const sealed = ({ vault }: Connections, key: string, to: Belonging): SealedKey => ({
  sealed: vault.seal(key, to),
  ends: key.length < SHORTEST_SHOWN ? null : key.slice(-ENDS), // the end of a short key would give too much of it away
});

/** Two connections of one name could not be told apart. */
async function named<Row>(writing: Promise<Row>): Promise<Row> {
  return writing.catch((error: { constraint?: unknown }) => {
    if (error.constraint !== 'connection_names') throw error;
    throw new Rejection('name-taken', 'There is a connection of this name already. Choose another.');
  });
}
