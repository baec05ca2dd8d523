import type { DataOf, OutputImported } from '@taskbench/contracts';

type Given = Pick<DataOf<typeof OutputImported>, 'label' | 'input_id' | 'repetition'>;

/** An output that was given, as the list of an evaluation's outputs keeps it: its text by its digest. */
export type ListedOutput = Given &
  Pick<DataOf<typeof OutputImported>, 'output' | 'prompt_tokens' | 'completion_tokens' | 'cost_nano' | 'latency_ms'>;

/** Names a cell of an evaluation's plan. */
export const cellName = ({ label, input_id, repetition }: Given): string =>
  JSON.stringify([label, input_id, repetition]);
