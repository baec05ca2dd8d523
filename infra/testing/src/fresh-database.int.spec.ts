import { Client } from 'pg';
import { connect } from '@nats-io/transport-node';
import { freshDatabase, testServers } from './index.ts';

async function tables(url: string, sql: string): Promise<number | null> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount;
  } finally {
    await client.end();
  }
}

describe('A fresh database', () => {
  it('knows nothing of another one, and is gone once dropped', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await tables(one.url, 'create table mine as select 1');
    expect(await tables(two.url, "select from pg_tables where tablename = 'mine'")).toBe(0);
    await Promise.all([one.drop(), two.drop()]);
    await expect(tables(one.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('comes with a NATS that answers', async () => {
    const connection = await connect({ servers: testServers().natsUrl });
    expect((await connection.rtt()) >= 0).toBe(true);
    await connection.close();
  });
});
