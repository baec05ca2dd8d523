import { Client } from 'pg';
import { natsAddress, type NatsAddress } from './nats-address.ts';
import { natsGreets } from './nats.ts';
import { postgresRefusal } from './postgres-refusal.ts';
import { SetupError } from './setup-error.ts';

const PATIENCE_MS = 5_000;

/** Servers of the person's own: throws one line that names the variable when one of them does not answer. */
export async function refuseDeadServers({ DATABASE_URL, NATS_URL }: NodeJS.ProcessEnv): Promise<void> {
  if (DATABASE_URL) await refuseDeadPostgres(DATABASE_URL);
  if (NATS_URL) await refuseDeadNats(NATS_URL);
}

/** What a reading of an address gives; what cannot be read is not repeated, since it may hold a password. */
function read<Address>(variable: string, example: string, reading: () => Address): Address {
  try {
    return reading();
  } catch {
    throw new SetupError(`${variable} is no address. Set it to one such as ${example}, or leave it out.`);
  }
}

async function refuseDeadPostgres(text: string): Promise<void> {
  const { host, client } = read('DATABASE_URL', 'postgres://user:password@127.0.0.1:5432/taskbench', () => ({
    host: new URL(text).host,
    client: new Client({ connectionString: text, connectionTimeoutMillis: PATIENCE_MS }),
  }));
  client.on('error', () => undefined); // it is said by what connect throws
  try {
    await client.connect();
  } catch (error) {
    const { what, remedy } = postgresRefusal(error, PATIENCE_MS);
    throw new SetupError(
      `Postgres at ${host} ${what}. ${remedy ?? 'Start it.'} Or leave DATABASE_URL out for a local one.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function refuseDeadNats(text: string): Promise<void> {
  const address: NatsAddress = read('NATS_URL', 'nats://127.0.0.1:4222', () => natsAddress(text));
  if (await natsGreets(address)) return;
  const { host } = new URL(address.servers);
  throw new SetupError(`NATS at ${host} does not answer. Start it, or leave NATS_URL out for a local one.`);
}
