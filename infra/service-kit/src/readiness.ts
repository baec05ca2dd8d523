import { checkpoint, missingMigrations, type Pool, type ServiceSchema } from '@taskbench/event-log';
import { PATIENCE_MS, type Questions } from './questions.ts';

/** Further behind than this, rows are too old to be shown; they are caught up when no more than this behind. */
const FAR_EVENTS = 10_000;
const NEAR_EVENTS = 1_000;

interface Seen {
  readonly missing: readonly string[];
  readonly behind: readonly { readonly service: string; readonly events: number }[];
}

/** Whether a process may be sent requests: its servers answer, its tables are there, and its rows are not long out of date. */
export class Readiness {
  /** Services that fell far behind and have not caught up: between the two marks nothing changes, so nothing flaps. */
  private readonly late = new Set<string>();

  constructor(
    private readonly pulse: Pool,
    private readonly connected: () => boolean,
    private readonly schemas: readonly ServiceSchema[],
    private readonly questions: Questions,
  ) {}

  /** What stands in the way, a sentence each; nothing when the process is ready. */
  async troubles(): Promise<string[]> {
    const seen = await this.questions.ask('ready', () => this.look());
    return [
      ...(seen ? this.ofRows(seen) : [`Postgres does not answer within ${PATIENCE_MS / 1000} s.`]),
      ...(this.connected() ? [] : ['NATS is not connected.']),
    ];
  }

  private async look(): Promise<Seen> {
    const missing = await missingMigrations(this.pulse, this.schemas);
    if (missing.length > 0) return { missing, behind: [] };
    const { rows } = await this.pulse.query<{ position: number }>('select position from log.head');
    const behind = [];
    for (const { schema: service } of this.schemas)
      behind.push({ service, events: rows[0]!.position - (await checkpoint(this.pulse, service)) });
    return { missing, behind };
  }

  private ofRows({ missing, behind }: Seen): string[] {
    for (const { service, events } of behind) {
      if (events > FAR_EVENTS) this.late.add(service);
      if (events <= NEAR_EVENTS) this.late.delete(service);
    }
    return [
      ...(missing.length > 0 ? [`Migrations are missing: ${missing.join(', ')}. A restart applies them.`] : []),
      ...behind
        .filter(({ service }) => this.late.has(service))
        .map(({ service, events }) => `${service} is catching up: ${events} events behind, ready at ${NEAR_EVENTS}.`),
    ];
  }
}
