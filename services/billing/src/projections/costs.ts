import type { CostsPosted, CostsReconciled, EventOf } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

export interface CostBoardRow {
  payer: string;
  label: string;
  phase: string;
  cost_nano: number;
  entries: number;
  unknown_entries: number;
}

/** What was spent, by payer, model and phase. */
export const costs = projection<CostBoardRow, EventOf<typeof CostsPosted | typeof CostsReconciled>>({
  table: 'billing.costs',
  key: ['payer', 'label', 'phase'],
  on: {
    CostsPosted: ({ payer, entries }) =>
      entries.map(({ label, phase, cost_nano }) =>
        change<CostBoardRow>({ payer, label, phase }, (row) => ({
          payer,
          label,
          phase,
          cost_nano: (row?.cost_nano ?? 0) + (cost_nano ?? 0),
          entries: (row?.entries ?? 0) + 1,
          unknown_entries: (row?.unknown_entries ?? 0) + (cost_nano === null ? 1 : 0),
        })),
      ),
    CostsReconciled: ({ payer, entries }) =>
      entries.map(({ label, phase, cost_nano }) =>
        change<CostBoardRow>(
          { payer, label, phase },
          (row) => row && { ...row, cost_nano: row.cost_nano + cost_nano, unknown_entries: row.unknown_entries - 1 },
        ),
      ),
  },
});
