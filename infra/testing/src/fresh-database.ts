import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** The one Postgres and the one NATS of a test run. */
export interface TestServers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** A database of its own for a spec file. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Where the servers of this run are; Jest's global setup started them. */
export function testServers(): TestServers {
  const { TEST_DATABASE_URL: databaseUrl, TEST_NATS_URL: natsUrl } = process.env;
  if (databaseUrl && natsUrl) return { databaseUrl, natsUrl };
  throw new Error("No test servers: run the specs with the root's jest.config.mjs.");
}

export async function freshDatabase(): Promise<FreshDatabase> {
  const { databaseUrl } = testServers();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await say(databaseUrl, `create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => say(databaseUrl, `drop database if exists ${name} with (force)`) };
}

async function say(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
