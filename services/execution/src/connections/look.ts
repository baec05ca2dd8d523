import { BadInput } from '@taskbench/service-kit';
import type { Catalogue, Shown } from '../catalogue/catalogue.ts';
import type { Connection } from './connect.ts';

/** A connection with its list as it is shown, or why there is none. */
export type Look =
  | { readonly connection: Connection; readonly shown: Shown; readonly failure: null }
  | { readonly connection: Connection; readonly shown: null; readonly failure: BadInput };

/** Looks at the lists of many: one that cannot be had keeps nobody from the others. */
export const look = (
  connections: readonly Connection[],
  at: (catalogue: Catalogue) => Promise<Shown>,
): Promise<readonly Look[]> =>
  Promise.all(
    connections.map((connection) =>
      at(connection.catalogue).then(
        (shown): Look => ({ connection, shown, failure: null }),
        (failure: unknown): Look => {
          if (failure instanceof BadInput) return { connection, shown: null, failure };
          throw failure;
        },
      ),
    ),
  );
