import { CostsPosted, CostsReconciled, type DataOf, type Stored } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import type { Runtime } from '@taskbench/service-kit';
import { evaluation } from '../domain/evaluation.ts';

type Costs = DataOf<typeof CostsPosted> | DataOf<typeof CostsReconciled>;

const pausing =
  ({ log, logger }: Runtime) =>
  async ({ payer, entries }: Costs, event: Stored): Promise<void> => {
    const found = entries.find(({ over_nano }) => over_nano !== undefined);
    if (!found) return;
    const overcharged = { label: found.label, over_nano: found.over_nano! };
    const command = { type: 'PauseOvercharged', data: { evaluation_id: payer, overcharged } } as const;
    const said = await handle(log, evaluation, payer, command, { correlation: payer, causation: event.id });
    if (said.length > 0) logger.warn({ evaluation: payer, ...overcharged }, 'A call cost more than the most it could.');
  };

/** Pauses an evaluation, once, when a call cost more than the most that it could: nobody knows what the next ones cost. */
export const pauseOvercharged = (runtime: Runtime) => reaction('pause-overcharged', CostsPosted, pausing(runtime));
/** The same where what it cost was told later. */
export const pauseOverchargedLater = (runtime: Runtime) =>
  reaction('pause-overcharged-later', CostsReconciled, pausing(runtime));
