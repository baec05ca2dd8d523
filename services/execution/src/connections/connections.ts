import { allowedHosts, type Allowed, type OfferedModel, type Provider } from '@taskbench/models';
import { ConfigError, type Runtime } from '@taskbench/service-kit';
import type { Explanation } from '../catalogue/explain.ts';
import { ofEnvironment, ofRow, type Connection, type Means } from './connect.ts';
import { find } from './find.ts';
import { LOCAL_SERVERS, LocalServers } from './local-servers.ts';
import { StoredConnections, type StoredConnection } from './stored.ts';
import { gone } from './unusable.ts';
import { Vault } from './vault.ts';

/** Every provider that models can be asked at: that of the environment, and those that people added. */
export class Connections {
  readonly own: Connection;
  readonly stored: StoredConnections;
  readonly vault: Vault;
  readonly allowed: Allowed;
  readonly local: LocalServers;
  private readonly means: Means;
  /** What this process knows of a connection holds for one revision of its row. */
  private readonly known = new Map<string, Connection>();

  constructor({ config, pool }: Pick<Runtime, 'config' | 'pool'>) {
    this.stored = new StoredConnections(pool);
    this.vault = new Vault(config.masterKey);
    this.local = new LocalServers(config.local ? LOCAL_SERVERS : []);
    const byOperator = allowed(config.allowHosts);
    this.allowed = (to) => byOperator(to) || this.local.includes(to);
    const heard = (id: string) => (failure: Explanation | null, models: number | null) =>
      this.stored.heard(id, failure === null, said(failure, models));
    this.means = { config, pool, vault: this.vault, allowed: this.allowed, heard };
    this.own = ofEnvironment(this.means);
  }

  async all(): Promise<Connection[]> {
    const rows = await this.stored.all();
    for (const id of this.known.keys()) if (!rows.some((row) => row.connection_id === id)) this.known.delete(id);
    return [this.own, ...rows.map((row) => this.of(row))];
  }

  async one(id: string): Promise<Connection | null> {
    if (id === this.own.id) return this.own;
    const row = await this.stored.one(id);
    return row && this.of(row);
  }

  of(row: StoredConnection): Connection {
    const known = this.known.get(row.connection_id);
    if (known?.stored && sameState(known.stored, row)) return known;
    const connection = ofRow(row, this.means);
    this.known.set(row.connection_id, connection);
    return connection;
  }

  /** Who answers a call of this connection, as it is now: a new key counts from the next request on. */
  readonly providerOf = async (id: string): Promise<Provider> => {
    const connection = await this.one(id);
    if (!connection) throw gone();
    return connection.provider;
  };

  /** What writes checks: the model of a name, or without one what is chosen where nothing is set. */
  async generator(name: string | null): Promise<{ model: OfferedModel; connection: Connection } | null> {
    if (name !== null) return (await find(await this.all(), [{ model_id: name }], ['TASKBENCH_GENERATOR_MODEL']))[0]!;
    const model = await this.own.catalogue.generator();
    return model && { model, connection: this.own };
  }
}

/** One that was removed and added anew under its old id is another. */
const sameState = (one: StoredConnection, other: StoredConnection): boolean =>
  one.revision === other.revision && one.created_at.getTime() === other.created_at.getTime();

function allowed(text: string): Allowed {
  try {
    return allowedHosts(text);
  } catch (error) {
    throw new ConfigError(`TASKBENCH_ALLOW_HOSTS: ${(error as Error).message}`);
  }
}

function said(failure: Explanation | null, models: number | null): string {
  if (failure) return `${failure.what} ${failure.remedy}`;
  if (models === null) return 'It answers, and keeps no list: name its models by their ids.';
  return `It answers and lists ${models} model${models === 1 ? '' : 's'}.`;
}
