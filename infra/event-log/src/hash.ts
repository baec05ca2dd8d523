import { createHash } from 'node:crypto';
import type { StoredRow } from './log.ts';

const framed = (field: string): Buffer => {
  const bytes = Buffer.from(field, 'utf8');
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const int = (size: 2 | 4 | 8, value: number): Buffer => {
  const buffer = Buffer.alloc(size);
  if (size === 8) buffer.writeBigInt64BE(BigInt(value));
  else if (size === 4) buffer.writeInt32BE(value);
  else buffer.writeInt16BE(value);
  return buffer;
};

/** What the chain starts from. */
export const GENESIS = createHash('sha256').update('taskbench').digest();

/** An event's own hash: SHA-256 over its length-prefixed fields, the same as the log's function computes. */
export const eventHash = (event: Omit<StoredRow, 'hash'>): Buffer =>
  createHash('sha256')
    .update(int(8, event.position))
    .update(framed(event.stream))
    .update(int(4, event.version))
    .update(framed(event.type))
    .update(int(2, event.schema_version))
    .update(Buffer.from(event.id.replaceAll('-', ''), 'hex'))
    .update(int(8, event.at))
    .update(framed(event.correlation))
    .update(framed(event.causation ?? ''))
    .update(framed(event.data))
    .digest();

/** The chain one link on: SHA-256(previous ‖ event hash). */
export const chainHash = (previous: Buffer, event: Buffer): Buffer =>
  createHash('sha256').update(previous).update(event).digest();
