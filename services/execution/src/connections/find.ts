import type { OfferedModel } from '@taskbench/models';
import { BadInput } from '@taskbench/service-kit';
import { meant } from '../catalogue/catalogue.ts';
import type { Listing } from '../catalogue/copy.ts';
import { lookUp, nearest } from '../catalogue/look-up.ts';
import type { Connection } from './connect.ts';
import { look, type Look } from './look.ts';

/** A model as it is asked for: of the connection that is named, or of the one that offers it. */
export interface Asked {
  readonly model_id: string;
  readonly connection_id?: string | undefined;
}
export interface Found {
  readonly connection: Connection;
  readonly listing: Listing;
  readonly model: OfferedModel;
}

/**
 * The models that are asked for, each with its connection, from lists that what costs may rest on. Throws `BadInput` with
 * the path of what nobody offers, two offer, or cannot be asked now.
 */
export async function find(
  connections: readonly Connection[],
  asked: readonly Asked[],
  paths: readonly string[],
): Promise<Found[]> {
  const looks =
    connections.length > 1 && asked.some(needsLook) ? await look(connections, (catalogue) => catalogue.browse()) : [];
  const chosen = asked.map((one, index) => choose(connections, looks, one, paths[index]!));
  const listings = new Map<Connection, Promise<Listing>>();
  for (const connection of chosen)
    if (!listings.has(connection)) listings.set(connection, connection.catalogue.current());
  await Promise.all(listings.values());
  return Promise.all(
    chosen.map(async (connection, index) => {
      const listing = await listings.get(connection)!;
      return { connection, listing, model: connection.catalogue.find(listing, asked[index]!.model_id, paths[index]!) };
    }),
  );
}

const needsLook = ({ connection_id }: Asked) => connection_id === undefined;

function choose(
  connections: readonly Connection[],
  looks: readonly Look[],
  { model_id, connection_id }: Asked,
  path: string,
): Connection {
  if (connection_id !== undefined) {
    const named = connections.find(({ id }) => id === connection_id);
    if (named) return named;
    const there = connections.map(({ id, name }) => `${id} (${name})`).join(', ');
    const message = `there is no connection "${connection_id}", only ${there}`;
    throw new BadInput([{ path: `${path}.connection_id`, message }], 'unknown-connection');
  }
  if (connections.length === 1) return connections[0]!;
  const listing = looks.filter(({ connection, shown }) => {
    const models = shown?.listing.models;
    return models && lookUp(models, model_id, connection.openRouter) !== null;
  });
  // Who keeps no list may have any model.
  const offering = listing.length > 0 ? listing : looks.filter(({ shown }) => shown?.listing.models === null);
  if (offering.length === 1) return offering[0]!.connection;
  throw offering.length > 1 ? ambiguous(model_id, offering, path) : unknown(model_id, looks, path);
}

function ambiguous(model_id: string, offering: readonly Look[], path: string): BadInput {
  const each = offering.map(({ connection: { id, name } }) => `${name} (${id})`).join(' and ');
  const way = JSON.stringify({ model_id, connection_id: offering[0]!.connection.id });
  const message = `"${model_id}" is offered by ${each}. Say which: ${way}.`;
  return new BadInput([{ path, message }], 'ambiguous-model');
}

function unknown(model_id: string, looks: readonly Look[], path: string): BadInput {
  const listed = looks.flatMap(({ shown }) => shown?.listing.models ?? []);
  const unlisted = looks.flatMap(({ failure }) => failure?.errors ?? []).map(({ message }) => ` ${message}`);
  const message = `"${model_id}" is in the catalogue of no connection.${meant([...new Set(nearest(listed, model_id))])}${unlisted.join('')}`;
  return new BadInput([{ path, message }], 'unknown-model');
}
