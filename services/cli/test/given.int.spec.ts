import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import { refuseDeadServers } from '@taskbench/local-servers';

describe('Servers of the person’s own', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  const line = async (env: NodeJS.ProcessEnv) => {
    const error = await refuseDeadServers(env).then(
      () => null,
      (thrown: Error) => thrown,
    );
    return error && `${error.name}: ${error.message}`;
  };
  const withUser = (user: string, password: string) =>
    Object.assign(new URL(database.url), { username: user, password }).href;

  it('are taken when they answer, NATS without its scheme too', async () => {
    const { host } = new URL(testServers().natsUrl);
    expect(await line({ DATABASE_URL: database.url, NATS_URL: host })).toBeNull();
  });

  it('are refused without a word of user, password or library', async () => {
    const { host } = new URL(database.url);
    expect(await line({ DATABASE_URL: withUser('canary', 'canary') })).toBe(
      `SetupError: Postgres at ${host} refuses user or password. Check user and password in DATABASE_URL. Or leave DATABASE_URL out for a local one.`,
    );
    expect(await line({ DATABASE_URL: 'postgres://canary:canary@127.0.0.1:1/x' })).toBe(
      'SetupError: Postgres at 127.0.0.1:1 does not answer (ECONNREFUSED). Start it. Or leave DATABASE_URL out for a local one.',
    );
    expect(await line({ NATS_URL: 'nats://canary:canary@127.0.0.1:1' })).toBe(
      'SetupError: NATS at 127.0.0.1:1 does not answer. Start it, or leave NATS_URL out for a local one.',
    );
    for (const [name, text] of [
      ['DATABASE_URL', 'postgres://canary:canary@[/x'],
      ['NATS_URL', 'nats://canary:%zz@h'],
    ] as const)
      expect(await line({ [name]: text })).toMatch(new RegExp(`^SetupError: ${name} is no address\\. (?!.*canary)`));
  });
});
