import type { JsMsg } from '@nats-io/jetstream';
import type { StoredRow } from '@taskbench/event-log';
import type { Stored } from '@taskbench/contracts';

/** An event on the wire: its row as JSON, with the data exactly as it was hashed. */
export function encode({ data, hash, ...row }: StoredRow): string {
  void hash;
  const fields = JSON.stringify(row);
  return `${fields.slice(0, -1)},"data":${data}}`;
}

/** The event of a message, of the version that it was written in. */
export function decode(message: Pick<JsMsg, 'string'>): Stored {
  return JSON.parse(message.string()) as Stored;
}
