import type { DataOf, EvaluationCompleted } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { evaluation } from '../domain/evaluation.ts';

interface Ended {
  readonly evaluation_id: string;
  readonly answered: number;
  readonly failed: number;
  readonly unscored: number;
  readonly cancelled: number;
  readonly status: string;
  readonly imported: boolean;
}

const ENDED = `
  select evaluation_id, status, answered, failed, unscored, cancelled, started ->> 'imported' is not null as imported
  from execution.evaluations
  where ended_at is null and finished and settled and answered + failed + unscored + cancelled = (started ->> 'planned')::int`;
/** Ends evaluations whose calls are all settled, scored and posted. */
export const completeEvaluations = ({ pool, log, logger }: Runtime): Sweep =>
  new Sweep(logger, 'No evaluation was completed this time.', async () => {
    const { rows } = await pool.query<Ended>({ name: 'ended', text: ENDED });
    for (const { evaluation_id, status, imported, ...counts } of rows) {
      const data = {
        evaluation_id,
        status: imported && status !== 'cancelled' ? ('completed' as const) : endOf(status, counts),
        ...counts,
      };
      const command = { type: 'CompleteEvaluation', data } as const;
      await handle(log, evaluation, evaluation_id, command, { correlation: evaluation_id });
    }
  });

function endOf(
  status: string,
  { answered, failed, unscored }: Pick<Ended, 'answered' | 'failed' | 'unscored'>,
): DataOf<typeof EvaluationCompleted>['status'] {
  if (status === 'cancelled' || answered + failed + unscored === 0) return 'cancelled'; // as a whole, or model by model
  if (unscored > 0) return 'budget_exhausted';
  return answered === 0 ? 'failed' : 'completed';
}
