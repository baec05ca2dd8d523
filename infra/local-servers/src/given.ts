import { Client } from 'pg';
import { greets } from './nats.ts';
import { SetupError } from './setup-error.ts';

const NATS_PORT = 4222;

/** Servers of the person's own: throws one line that names the variable when one of them does not answer. */
export async function refuseDeadServers({ DATABASE_URL, NATS_URL }: NodeJS.ProcessEnv): Promise<void> {
  if (DATABASE_URL) await refuseDeadPostgres(address('DATABASE_URL', DATABASE_URL));
  if (NATS_URL) await refuseDeadNats(address('NATS_URL', NATS_URL));
}

function address(variable: string, text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new SetupError(`${variable} is no address. Set it to one such as ${EXAMPLES[variable]}, or leave it out.`);
}

const EXAMPLES: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://user:password@127.0.0.1:5432/taskbench',
  NATS_URL: 'nats://127.0.0.1:4222',
};

async function refuseDeadPostgres(url: URL): Promise<void> {
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // it is said by what connect throws
  try {
    await client.connect();
  } catch (error) {
    throw new SetupError(
      `Postgres at ${url.host} cannot be used: ${(error as Error).message || 'it does not answer'}. Start it, or leave DATABASE_URL out for a local one.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function refuseDeadNats({ hostname, port, host }: URL): Promise<void> {
  if (await greets(Number(port || NATS_PORT), hostname.replace(/^\[|\]$/g, ''))) return;
  throw new SetupError(`NATS at ${host} does not answer. Start it, or leave NATS_URL out for a local one.`);
}
