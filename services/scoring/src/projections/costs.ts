import type { CostsPosted, CostsReconciled, EventOf, OutputCarried } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

export interface CostTotalRow {
  /** Who paid: for a check generation the task, whose rows no evaluation reads. */
  evaluation_id: string;
  label: string;
  phase: string;
  cost_nano: number;
  entries: number;
  unknown_entries: number;
  /** Answers that were carried over: nothing was paid for them here. */
  carried: number;
  /** What they had cost where they were asked, those of unknown cost counted apart. */
  carried_nano: number;
  carried_unknown: number;
}

type Key = Pick<CostTotalRow, 'evaluation_id' | 'label' | 'phase'>;
const add = (key: Key, next: (row: CostTotalRow) => Partial<CostTotalRow>) =>
  change<CostTotalRow>(key, (row = { ...key, ...NOTHING }) => ({ ...row, ...next(row) }));

const NOTHING = { cost_nano: 0, entries: 0, unknown_entries: 0, carried: 0, carried_nano: 0, carried_unknown: 0 };

/** One row an evaluation, model and phase: what its attempts cost, those of unknown cost counted apart, and what its carried answers had. */
export const costs = projection<
  CostTotalRow,
  EventOf<typeof CostsPosted | typeof CostsReconciled | typeof OutputCarried>
>({
  table: 'scoring.costs',
  key: ['evaluation_id', 'label', 'phase'],
  on: {
    CostsPosted: ({ payer: evaluation_id, entries }) =>
      entries.map(({ label, phase, cost_nano }) =>
        add({ evaluation_id, label, phase }, (row) => ({
          cost_nano: row.cost_nano + (cost_nano ?? 0),
          entries: row.entries + 1,
          unknown_entries: row.unknown_entries + (cost_nano === null ? 1 : 0),
        })),
      ),
    CostsReconciled: ({ payer: evaluation_id, entries }) =>
      entries.map(({ label, phase, cost_nano }) =>
        change<CostTotalRow>(
          { evaluation_id, label, phase },
          (row) => row && { ...row, cost_nano: row.cost_nano + cost_nano, unknown_entries: row.unknown_entries - 1 },
        ),
      ),
    OutputCarried: ({ payer: evaluation_id, label, phase, cost_nano }) =>
      add({ evaluation_id, label, phase }, (row) => ({
        carried: row.carried + 1,
        carried_nano: row.carried_nano + (cost_nano ?? 0),
        carried_unknown: row.carried_unknown + (cost_nano === null ? 1 : 0),
      })),
  },
});
