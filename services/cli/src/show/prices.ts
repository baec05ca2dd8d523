import { usd } from './amounts.ts';

/** What a million tokens cost a model's user; unknown is said, free is $0. */
export const price = (perMillion: string | null | undefined): string =>
  perMillion === null || perMillion === undefined ? 'unknown' : Number(perMillion) === 0 ? '$0' : usd(perMillion);
