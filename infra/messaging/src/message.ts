import type { JsMsg } from '@nats-io/jetstream';
import type { StoredRow } from '@taskbench/event-log';
import { catalog, type Stored } from '@taskbench/contracts';
import type { Carrier } from './transport.ts';

/** An event on the wire: its row as JSON, with the data exactly as it was hashed. */
export function encode({ data, hash, ...row }: StoredRow): string {
  void hash;
  const fields = JSON.stringify(row);
  return `${fields.slice(0, -1)},"data":${data}}`;
}

/** Under which subject an event is published, also one that a newer TaskBench wrote. */
export function subjectOf({ type, data }: Pick<StoredRow, 'type' | 'data'>, carrier: Carrier): string {
  const topicOf = catalog.get(type)?.event.topicOf;
  return carrier.subjectOf(type, topicOf && (topicOf(JSON.parse(data) as never) ?? 'none'));
}

/** The event of a message, of the version that it was written in. */
export function decode(message: Pick<JsMsg, 'string'>): Stored {
  return JSON.parse(message.string()) as Stored;
}
