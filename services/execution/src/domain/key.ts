import type { CallKey } from '@taskbench/contracts';

/** The fields of a request or fact that tell its call from another, and who pays. */
export const keyOf = ({
  call_id,
  evaluation_id,
  task_id,
  phase,
  label,
  input_id,
  repetition,
  payer,
}: CallKey & { payer: string }): CallKey & { payer: string } => ({
  call_id,
  evaluation_id,
  task_id,
  phase,
  label,
  input_id,
  repetition,
  payer,
});
