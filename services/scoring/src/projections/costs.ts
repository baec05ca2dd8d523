import type { CostsPosted, CostsReconciled, EventOf } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

export interface CostTotalRow {
  /** Who paid: for a check generation the task, whose rows no evaluation reads. */
  evaluation_id: string;
  label: string;
  phase: string;
  cost_nano: number;
  entries: number;
  unknown_entries: number;
}

/** One row an evaluation, model and phase: what its attempts cost, those of unknown cost counted apart. */
export const costs = projection<CostTotalRow, EventOf<typeof CostsPosted | typeof CostsReconciled>>({
  table: 'scoring.costs',
  key: ['evaluation_id', 'label', 'phase'],
  on: {
    CostsPosted: ({ payer: evaluation_id, entries }) =>
      entries.map(({ label, phase, cost_nano }) =>
        change<CostTotalRow>({ evaluation_id, label, phase }, (row) => ({
          evaluation_id,
          label,
          phase,
          cost_nano: (row?.cost_nano ?? 0) + (cost_nano ?? 0),
          entries: (row?.entries ?? 0) + 1,
          unknown_entries: (row?.unknown_entries ?? 0) + (cost_nano === null ? 1 : 0),
        })),
      ),
    CostsReconciled: ({ payer: evaluation_id, entries }) =>
      entries.map(({ label, phase, cost_nano }) =>
        change<CostTotalRow>(
          { evaluation_id, label, phase },
          (row) => row && { ...row, cost_nano: row.cost_nano + cost_nano, unknown_entries: row.unknown_entries - 1 },
        ),
      ),
  },
});
