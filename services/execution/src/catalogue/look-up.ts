import type { OfferedModel } from '@taskbench/models';
import { textSimilarity } from '@taskbench/statistics';

/** Routes that OpenRouter takes behind any id, and whether the listed price still holds. */
const ROUTES = new Map([
  ['floor', { priced: true }],
  ['nitro', { priced: false }],
  ['exacto', { priced: false }],
]);
const ALIKE = 0.6;
const SUGGESTED = 3;

/**
 * The model that a name stands for: an id, else an alias, else (`routed`) an id with a route behind it, whose price is
 * unknown where the route may choose a dearer server. A moving name gives the model that it stands for now.
 */
export function lookUp(models: readonly OfferedModel[], name: string, routed: boolean): OfferedModel | null {
  const listed = models.find(({ id }) => id === name) ?? aliased(models, name);
  if (listed) return models.find(({ id }) => id === listed.alias_of) ?? listed;
  const [id, route = ''] = name.split(/:(?=[^:]*$)/);
  const way = routed ? ROUTES.get(route) : undefined;
  const base = way && lookUp(models, id!, false);
  return base ? { ...base, id: `${base.id}:${route}`, prices: way.priced ? base.prices : null } : null;
}

/** Of models with one alias (`x` and `x:free`), the plain one. */
function aliased(models: readonly OfferedModel[], name: string): OfferedModel | undefined {
  const named = models.filter(({ aliases }) => aliases.includes(name));
  return named.find(({ id }) => !id.includes(':')) ?? named[0];
}

/** Ids that may have been meant, the likeliest first. */
export function nearest(models: readonly OfferedModel[], asked: string): string[] {
  return models
    .map((model) => ({ id: model.id, alike: likeness(model, asked.toLowerCase()) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, SUGGESTED)
    .map(({ id }) => id);
}

function likeness({ id, aliases }: OfferedModel, asked: string): number {
  const names = [id, ...aliases].map((name) => name.toLowerCase());
  const whole = Math.max(...names.map((name) => textSimilarity(name, asked)));
  const bare = Math.max(...names.map((name) => textSimilarity(bareOf(name), bareOf(asked))));
  const part = asked.length > 2 && names.some((name) => name.includes(asked)) ? PART : 0;
  return Math.max(whole, bare * BARE, part);
}

/** A name within another, or alike without its maker, is a little less sure than one that is alike as a whole. */
const PART = 0.9;
const BARE = 0.95;
const bareOf = (name: string): string => name.replace(/^.*\//, '');
