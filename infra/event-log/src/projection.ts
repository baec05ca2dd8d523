import type { Stored } from '@taskbench/contracts';
import type { Fact } from '@taskbench/kernel';

/** One row becomes another, or appears (from undefined) or goes (to undefined). Another is a new object, nobody else's. */
export interface Change<Row> {
  readonly key: Partial<Row>;
  readonly next: (row: Row | undefined) => Row | undefined;
}

type Fold<F extends Fact, Row> = {
  readonly [Type in F['type']]?: (
    data: Extract<F, { type: Type }>['data'],
    event: Stored,
  ) => Change<Row> | readonly Change<Row>[];
};

/** Events become the rows of one table. Pure: the same events give the same rows, live or rebuilt. */
export interface Projection<Row = object, F extends Fact = Fact> {
  /** `schema.table`. Each of its rows also has a `position`: the last event that changed it. */
  readonly table: string;
  readonly key: readonly (keyof Row & string)[];
  readonly on: Fold<F, Row>;
}

/** Any projection, whatever its rows. */
export interface AnyProjection {
  readonly table: string;
  readonly key: readonly string[];
  readonly on: Readonly<Record<string, unknown>>;
}

/** Names row and events of a projection once, so that its table is checked against them. */
export const projection = <Row extends object, F extends Fact>(rules: Projection<Row, F>): AnyProjection => rules;

/** The change of the row with this key. */
export const change = <Row>(key: Partial<Row>, next: Change<Row>['next']): Change<Row> => ({ key, next });

/** Any row, by its columns. */
export type AnyRow = Record<string, unknown>;

/** Events that a table leaves out because they were set aside, as `table position`. */
export type LeftOut = ReadonlySet<string>;
