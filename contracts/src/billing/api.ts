import { z } from 'zod';
import { CostRow } from '../scoring/views.ts';
import { EvaluationId } from '../ids.ts';

/** `?evaluation_id=`: of one evaluation; without it, of everything. */
export const CostsQuery = z.strictObject({ evaluation_id: EvaluationId.optional() });
export const CostsView = z
  .object({ costs: z.array(CostRow), cost_usd: z.string(), unknown_entries: z.int() })
  .meta({ id: 'Costs' });
export type CostsView = z.infer<typeof CostsView>;
