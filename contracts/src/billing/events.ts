import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { CallId, Label } from '../ids.ts';
import { NanoUsd } from '../money.ts';
import { Phase } from '../execution/call-events.ts';

/**
 * `reported` by the provider with the answer, `reconciled` when it was asked later, `estimated` from tokens and pinned
 * prices, or `unknown`: never 0 for want of a price.
 */
export const CostState = z.enum(['reported', 'reconciled', 'estimated', 'unknown']);
export type CostState = z.infer<typeof CostState>;

const totals = {
  payer: z.uuid(),
  budget_nano: NanoUsd.nullable(),
  spent_nano: NanoUsd,
  reserved_nano: NanoUsd,
};

/** Money was set aside for these calls: only now may they be sent. */
export const CallsFunded = defineEvent({
  type: 'CallsFunded',
  version: 1,
  data: z.object({ ...totals, calls: z.array(CallId).min(1).max(100), funded_to: z.int() }),
});

/** The budget does not reach these calls: they stay unscored. */
export const FundsRefused = defineEvent({
  type: 'FundsRefused',
  version: 1,
  data: z.object({
    ...totals,
    calls: z.array(CallId).min(1).max(100),
    reason: z.enum(['budget', 'unknown_price']),
    funded_to: z.int(),
  }),
});

/** An attempt, by its model and what it was made for. */
const attempt = { call_id: CallId, attempt: z.int().min(1), label: Label, phase: Phase };

/** By how much an attempt cost more than the most that it could by its prices: its provider's figures are not what they were. */
const over_nano = NanoUsd.optional();

/** What attempts really cost, one entry each, in nano-dollars. */
export const CostsPosted = defineEvent({
  type: 'CostsPosted',
  version: 1,
  data: z.object({
    ...totals,
    entries: z
      .array(
        z.object({
          ...attempt,
          outcome: z.enum(['answered', 'failed', 'in_doubt', 'superseded']),
          cost_nano: NanoUsd.nullable(),
          state: CostState.exclude(['reconciled']),
          /** What an entry of unknown cost may have cost at most: a budget counts it in full. */
          may_cost_nano: NanoUsd.nullable(),
          over_nano,
        }),
      )
      .min(1)
      .max(50),
    /** The log position up to which attempts are posted. */
    posted_to: z.int(),
  }),
});

/** What attempts that were posted at unknown cost did cost. Also after the last word: it changes nothing but the cost. */
export const CostsReconciled = defineEvent({
  type: 'CostsReconciled',
  version: 1,
  data: z.object({
    ...totals,
    entries: z
      .array(
        z.object({
          ...attempt,
          cost_nano: NanoUsd,
          /** What it was counted at as long as its cost was unknown. */
          may_have_cost_nano: NanoUsd.nullable(),
          over_nano,
        }),
      )
      .min(1)
      .max(50),
    posted_to: z.int(),
  }),
});

/** Every call of the payer is settled and every attempt is posted. */
export const AccountSettled = defineEvent({
  type: 'AccountSettled',
  version: 1,
  data: z.object({ ...totals, calls: z.int(), unknown_entries: z.int() }),
});
