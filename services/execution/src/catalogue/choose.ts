import { comparePrices, freeOfCharge, perMillion, type ModelsQuery } from '@taskbench/contracts';
import type { OfferedModel } from '@taskbench/models';
import { BadInput } from '@taskbench/service-kit';
import { RE2JS, RE2JSSyntaxException } from 're2js';

type Choice = Omit<ModelsQuery, 'limit' | 'cursor'>;
type Filter = (model: OfferedModel) => boolean;

/** The models that a query finds, in its order. */
export function choose<Model extends OfferedModel>(models: readonly Model[], query: Choice): Model[] {
  const filters = filtersOf(query);
  return sorted(
    models.filter((model) => filters.every((holds) => holds(model))),
    query.sort,
  );
}

/** A page of the models found: from behind the one that the cursor names. */
export function pageOf<Model extends { readonly id: string; readonly connection_id: string }>(
  found: readonly Model[],
  { limit, cursor }: Pick<ModelsQuery, 'limit' | 'cursor'>,
): { models: readonly Model[]; next_cursor: string | null } {
  const from = cursor === undefined ? 0 : found.findIndex((model) => placeOf(model) === cursor) + 1;
  if (cursor !== undefined && from === 0) {
    const message = 'is not in what is found any more; begin again without it';
    throw new BadInput([{ path: 'cursor', message }], 'bad-cursor');
  }
  const models = found.slice(from, from + limit);
  return { models, next_cursor: from + limit < found.length ? placeOf(models.at(-1)!) : null };
}

/** Two connections may offer models of one id. */
const placeOf = ({ id, connection_id }: { id: string; connection_id: string }) => `${connection_id} ${id}`;

function filtersOf({ search, regex, provider, max_input_price, min_context, modality, free }: Choice): Filter[] {
  const filters: Filter[] = [];
  if (search) {
    const wanted = search.toLowerCase();
    filters.push(({ id, name, aliases }) => [id, name, ...aliases].some((one) => one.toLowerCase().includes(wanted)));
  }
  if (regex) {
    const pattern = compiled(regex);
    filters.push(({ id, name }) => pattern.matcher(id).find() || pattern.matcher(name).find());
  }
  if (provider) filters.push((model) => model.provider?.toLowerCase() === provider.toLowerCase());
  if (max_input_price !== undefined) {
    filters.push(({ prices }) => prices !== null && comparePrices(perMillion(prices.prompt), max_input_price) <= 0);
  }
  if (min_context !== undefined) filters.push(({ context_length }) => (context_length ?? 0) >= min_context);
  if (modality) filters.push(modalityFilter(modality));
  if (free !== undefined) {
    const wanted = free === 'true';
    filters.push((model) => model.prices !== null && isFree(model) === wanted);
  }
  return filters;
}

/** Known, and nothing is charged for anything. */
export const isFree = ({ prices, other_prices }: OfferedModel): boolean =>
  freeOfCharge(prices) &&
  Object.values(other_prices).every((price) => price !== null && comparePrices(price, '0') === 0);

/** `image`: takes or gives it; `text+image->text`: takes these and gives that; either side may be empty. */
function modalityFilter(modality: string): Filter {
  const [taken, given] = modality.split('->').map((side) => side.split('+').filter(Boolean)) as [string[], string[]?];
  return ({ input_modalities, output_modalities }) => {
    const takes = input_modalities ?? [];
    const gives = output_modalities ?? [];
    if (!given) return taken.every((one) => takes.includes(one) || gives.includes(one));
    return taken.every((one) => takes.includes(one)) && given.every((one) => gives.includes(one));
  };
}

function compiled(regex: string): RE2JS {
  try {
    return RE2JS.compile(regex);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.getPattern() ?? regex;
    const place = Math.max(0, regex.indexOf(part)) + 1;
    const message = `is not an RE2 pattern: ${error.getDescription()} at character ${place}: ${part}`;
    throw new BadInput([{ path: 'regex', message }]);
  }
}

type Compared = string | number | null;
const COMPARED = {
  name: ({ name }: OfferedModel): Compared => name.toLowerCase(),
  input_price: ({ prices }: OfferedModel): Compared => prices?.prompt ?? null,
  output_price: ({ prices }: OfferedModel): Compared => prices?.completion ?? null,
  context: ({ context_length }: OfferedModel): Compared => context_length,
  created: ({ created }: OfferedModel): Compared => created,
};

function sorted<Model extends OfferedModel>(models: Model[], sort: Choice['sort']): Model[] {
  if (!sort) return models;
  const turned = sort.startsWith('-') ? -1 : 1;
  const by = sort.replace('-', '') as keyof typeof COMPARED;
  const order = (a: Compared, b: Compared): number => {
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0); // unknown last, either way
    if (by.endsWith('price')) return turned * comparePrices(a as string, b as string);
    return turned * (a < b ? -1 : a > b ? 1 : 0);
  };
  return models.sort((a, b) => order(COMPARED[by](a), COMPARED[by](b)) || (a.id < b.id ? -1 : 1));
}
