import { handle } from '@taskbench/event-log';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { scoringRun } from '../domain/scoring-run.ts';
import { REVISION } from '../metric-version.ts';

const SCORED = `
  select id, scored from scoring.evaluations
  where not finished and answered + failed + unscored + cancelled = planned and scored = answered`;

/** Says of an evaluation that its scoring is finished, once all its calls are settled and all answers scored. */
export const finishScoring = ({ pool, log, logger }: Runtime): Sweep =>
  new Sweep(logger, 'No scoring was finished this time.', async () => {
    const { rows } = await pool.query<{ id: string; scored: number }>({ name: 'scored', text: SCORED });
    for (const { id, scored } of rows) {
      const data = { evaluation_id: id, revision: REVISION, scored };
      await handle(log, scoringRun, `${id}-${REVISION}`, { type: 'Finish', data }, { correlation: id });
    }
  });
