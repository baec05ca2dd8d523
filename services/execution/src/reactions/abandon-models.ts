import type { DataOf, ModelAbandoned } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { evaluation } from '../domain/evaluation.ts';

// The claims stopped in the transaction that counted the fifth; here it is said.
const GIVEN_UP = `
  select s.evaluation_id, s.label, s.reason, greatest(s.failed, s.timed_out) as count,
    case when s.failed >= 5 then 'failed_calls' else 'timed_out_attempts' end as after
  from execution.streaks s join execution.runs r using (evaluation_id)
  where (s.failed >= 5 or s.timed_out >= 5) and s.label <> all (r.abandoned)`;

/** Abandons models that failed five times in a row; the others go on. */
export const abandonModels = ({ pool, log, logger }: Runtime): Sweep =>
  new Sweep(logger, 'No model was abandoned this time.', async () => {
    const { rows } = await pool.query<DataOf<typeof ModelAbandoned>>({ name: 'given-up', text: GIVEN_UP });
    for (const model of rows) {
      const { evaluation_id: id, label, count, after, reason } = model;
      const said = await handle(log, evaluation, id, { type: 'AbandonModel', data: model }, { correlation: id });
      if (said.length > 0)
        logger.warn({ evaluation: id, model: label, count, after, reason }, 'A model was abandoned.');
    }
  });
