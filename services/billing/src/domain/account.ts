import type {
  AccountSettled,
  CallsFunded,
  CostsPosted,
  CostsReconciled,
  EventOf,
  FundsRefused,
} from '@taskbench/contracts';

/** What is said on a payer's account: funds set aside or refused, costs posted, and the last word. */
export type AccountEvent = EventOf<
  typeof CallsFunded | typeof FundsRefused | typeof CostsPosted | typeof CostsReconciled | typeof AccountSettled
>;
