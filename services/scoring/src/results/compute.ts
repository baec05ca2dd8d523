import type { CallRow } from '../projections/calls.ts';
import { resultsOf, type Gathered, type Results } from './results.ts';

/** What results are asked of: rows of calls as the text that Postgres sent, since a text is passed on at no cost. */
export type Question = Omit<Gathered, 'calls'> & { readonly calls: string };

/** The results of a question. */
export const compute = ({ calls, ...gathered }: Question): Results =>
  resultsOf({ ...gathered, calls: JSON.parse(calls) as CallRow[] });
