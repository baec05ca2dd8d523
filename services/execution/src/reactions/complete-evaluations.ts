import { handle } from '@taskbench/event-log';
import type { Runtime, Worker } from '@taskbench/service-kit';
import { evaluation } from '../domain/evaluation.ts';

interface Ended {
  readonly evaluation_id: string;
  readonly answered: number;
  readonly failed: number;
  readonly unscored: number;
}

const ENDED = `
  select evaluation_id, answered, failed, unscored from execution.evaluations
  where status = 'running' and finished and settled and answered + failed + unscored = (started ->> 'planned')::int`;
const EVERY_MS = 1_000;

/** Ends evaluations whose calls are all settled, scored and posted. */
export class CompleteEvaluations implements Worker {
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();

  constructor(private readonly runtime: Runtime) {
    this.timer = setInterval(() => this.wake(), EVERY_MS);
  }

  wake(): void {
    this.round = this.round
      .then(() => this.sweep())
      .catch((error: unknown) =>
        this.runtime.logger.warn({ error: String(error) }, 'No evaluation was completed this time.'),
      );
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async sweep(): Promise<void> {
    const { rows } = await this.runtime.pool.query<Ended>({ name: 'ended', text: ENDED });
    for (const { evaluation_id, ...counts } of rows) {
      const status = counts.unscored > 0 ? 'budget_exhausted' : counts.answered === 0 ? 'failed' : 'completed';
      const data = { evaluation_id, status, ...counts } as const;
      await handle(
        this.runtime.log,
        evaluation,
        evaluation_id,
        { type: 'CompleteEvaluation', data },
        { correlation: evaluation_id },
      );
    }
  }
}
