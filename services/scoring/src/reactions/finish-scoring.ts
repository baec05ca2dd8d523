import { handle } from '@taskbench/event-log';
import type { Runtime, Worker } from '@taskbench/service-kit';
import { scoringRun } from '../domain/scoring-run.ts';
import { REVISION } from '../metric-version.ts';

const SCORED = `
  select id, scored from scoring.evaluations
  where not finished and answered + failed + unscored = planned and scored = answered`;
const EVERY_MS = 1_000;

/** Says of an evaluation that its scoring is finished, once all its calls are settled and all answers scored. */
export class FinishScoring implements Worker {
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();

  constructor(private readonly runtime: Runtime) {
    this.timer = setInterval(() => this.wake(), EVERY_MS);
  }

  wake(): void {
    this.round = this.round
      .then(() => this.sweep())
      .catch((error: unknown) =>
        this.runtime.logger.warn({ error: String(error) }, 'No scoring was finished this time.'),
      );
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async sweep(): Promise<void> {
    const { rows } = await this.runtime.pool.query<{ id: string; scored: number }>({ name: 'scored', text: SCORED });
    for (const { id, scored } of rows) {
      const data = { evaluation_id: id, revision: REVISION, scored };
      await handle(this.runtime.log, scoringRun, `${id}-${REVISION}`, { type: 'Finish', data }, { correlation: id });
    }
  }
}
