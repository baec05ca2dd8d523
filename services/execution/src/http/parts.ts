import { CallAnswered, type CallView, type DataOf, type Stored } from '@taskbench/contracts';

/** What a call's output was made of; null where it was one request's, or came from elsewhere. */
export async function partsOf(
  stream: readonly Stored[],
  read: (digest: string) => Promise<string>,
): Promise<CallView['parts']> {
  const answered = stream.find(({ type }) => type === CallAnswered.type)?.data as
    DataOf<typeof CallAnswered> | undefined;
  if (!answered?.parts) return null;
  return Promise.all(answered.parts.map(async ({ output, ...used }) => ({ output: await read(output), ...used })));
}
