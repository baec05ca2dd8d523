import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { knownPrices, type PinnedModel } from '@taskbench/contracts';
import { harmless } from '../show/text.ts';

/** Where a person can be asked: only where both are a terminal. */
export interface Terminal {
  readonly input: Readable & { isTTY?: boolean };
  readonly output: Writable & { isTTY?: boolean };
}

/** What may cost money that nobody can foretell. */
export interface Spending {
  readonly models: readonly Pick<PinnedModel, 'label' | 'prices'>[];
  readonly budget_usd: string | undefined;
  /** The person agreed beforehand. */
  readonly yes: boolean;
}

/**
 * Whether the person agrees to what a run costs: asked only where a price is unknown and no budget is set. Throws a line
 * where nobody can be asked.
 */
export async function agreed(
  { models, budget_usd, yes }: Spending,
  { input, output }: Terminal,
  interrupted?: AbortSignal,
): Promise<boolean> {
  const unknown = models.filter(({ prices }) => !knownPrices(prices)).map(({ label }) => harmless(label));
  if (yes || budget_usd !== undefined || unknown.length === 0) return true;
  const told = `The price of ${unknown.join(', ')} is unknown, so nothing limits the cost.`;
  if (!input.isTTY || !output.isTTY) throw new Error(`${told} Nothing was started; --yes starts it all the same.`);
  output.write(`${told} Start? y/N `);
  const lines = createInterface({ input, ...(interrupted && { signal: interrupted }) });
  const { value: answer = '' } = await lines[Symbol.asyncIterator]().next();
  lines.close();
  return /^\s*y(es)?\s*$/i.test(String(answer));
}
