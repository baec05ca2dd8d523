import type { ModelList } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { print, printJson, say } from '../say.ts';
import { whole } from '../show/amounts.ts';
import { modelLines } from '../show/lists.ts';
import { screenOf } from '../show/screen.ts';
import { harmless } from '../show/text.ts';

/** What the API calls the orders. */
const ORDERS = { price: 'input_price', name: 'name', context: 'context' } as const;

/** Which models are wanted, and in what order. */
export interface ModelsQuery {
  readonly search?: string;
  readonly regex?: string;
  readonly free?: boolean;
  readonly provider?: string;
  readonly maxInputPrice?: string;
  readonly maxOutputPrice?: string;
  readonly sort?: keyof typeof ORDERS;
  readonly limit: number;
}

/** Prints the catalogue, as far as it is wanted. */
export async function showModels(
  apiUrl: string,
  { maxInputPrice, sort, ...query }: ModelsQuery,
  json: boolean,
): Promise<void> {
  const given = Object.entries({ ...query, max_input_price: maxInputPrice, sort: sort && ORDERS[sort] }).filter(
    ([, value]) => value !== undefined,
  );
  const asked = new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])));
  const page = await openApi(apiUrl).get<ModelList>(`/models?${asked}`);
  if (json) return printJson(page);
  if (page.notice) say(harmless(page.notice));
  if (page.models.length === 0) return say('No model fits. ./RunTaskBench.sh models lists all.');
  print(modelLines(page.models, screenOf(process.stdout)));
  if (page.next_cursor !== null)
    say(`${whole(page.models.length)} of ${whole(page.found)}: --search narrows the list, --limit shows up to 200.`);
}
