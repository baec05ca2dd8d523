import type { ModelRow } from '@taskbench/contracts';
import { usd } from './amounts.ts';

type Priced = Pick<ModelRow, 'prompt_price' | 'completion_price'>;

/** What a million tokens cost, in and out; null where the provider does not say. */
export const perMillion = ({ prompt_price, completion_price }: Priced) => ({
  input: million(prompt_price),
  output: million(completion_price),
});

const million = (perToken: string | null): string | null =>
  perToken === null || !Number.isFinite(Number(perToken)) || Number(perToken) < 0
    ? null
    : String(Number((Number(perToken) * 1_000_000).toPrecision(12)));

/** A price in a table: unknown is said, free is $0. */
export const price = (amount: string | null): string =>
  amount === null ? 'unknown' : Number(amount) === 0 ? '$0' : usd(amount);
