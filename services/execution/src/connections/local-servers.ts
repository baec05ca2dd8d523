import { openAiProvider, type Destination } from '@taskbench/models';

/** A server that people run on their own machine, and where it listens unless it is told otherwise. */
export interface LocalServer {
  readonly name: string;
  readonly base_url: string;
}

export const LOCAL_SERVERS: readonly LocalServer[] = [
  { name: 'Ollama', base_url: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', base_url: 'http://127.0.0.1:1234/v1' },
];

const PATIENCE_MS = 400;
const FRESH_MS = 5_000;

/** Servers on this machine: offered while they answer, and the only addresses of it that need no leave. */
export class LocalServers {
  private answering: { readonly at: number; readonly servers: Promise<readonly LocalServer[]> } | null = null;

  /** `servers`: none where others than who is on this machine can ask. */
  constructor(private readonly servers: readonly LocalServer[]) {}

  /** Whether a destination is one of them, named as it is offered. */
  readonly includes = ({ host, port }: Destination): boolean =>
    this.servers.some(({ base_url }) => new URL(base_url).host === `${host}:${port}`);

  /** Those that answer with a list of models and are no connection yet. */
  async offered(origins: readonly string[]): Promise<LocalServer[]> {
    if (!this.answering || Date.now() - this.answering.at > FRESH_MS)
      this.answering = { at: Date.now(), servers: this.look() };
    return (await this.answering.servers).filter(({ base_url }) => !origins.includes(new URL(base_url).origin));
  }

  private async look(): Promise<readonly LocalServer[]> {
    const found = await Promise.all(
      this.servers.map(async (server) => {
        const deadlines = { timeoutMs: PATIENCE_MS, firstTokenMs: PATIENCE_MS };
        const listed = openAiProvider({ baseUrl: server.base_url, apiKey: '', ...deadlines }).list();
        return (await listed.catch(() => null)) === null ? [] : [server];
      }),
    );
    return found.flat();
  }
}
