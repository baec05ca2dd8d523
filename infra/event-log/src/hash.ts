import { hash } from 'node:crypto';
import type { StoredRow } from './log.ts';

const sha256 = (bytes: Uint8Array | string): Buffer => hash('sha256', bytes, 'buffer');

// Position, version, schema version, id and time, and the five lengths.
const FIXED = 8 + 4 + 2 + 16 + 8 + 5 * 4;

/** What the chain starts from. */
export const GENESIS = sha256('taskbench');

/** An event's own hash: SHA-256 over its length-prefixed fields, the same as the log's function computes. */
export function eventHash(event: Omit<StoredRow, 'hash'>): Buffer {
  const { stream, type, correlation, data } = event;
  const causation = event.causation ?? '';
  const texts = [stream, type, correlation, causation, data].map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(FIXED + texts.reduce((sum, length) => sum + length, 0));
  let at = bytes.writeBigInt64BE(BigInt(event.position), 0);
  const framed = (text: string, length: number) => {
    at = bytes.writeInt32BE(length, at);
    at += bytes.write(text, at);
  };
  framed(stream, texts[0]!);
  at = bytes.writeInt32BE(event.version, at);
  framed(type, texts[1]!);
  at = bytes.writeInt16BE(event.schema_version, at);
  at += bytes.write(event.id.replaceAll('-', ''), at, 'hex');
  at = bytes.writeBigInt64BE(BigInt(event.at), at);
  framed(correlation, texts[2]!);
  framed(causation, texts[3]!);
  framed(data, texts[4]!);
  return sha256(bytes);
}

/** The chain one link on: SHA-256(previous ‖ event hash). */
export const chainHash = (previous: Buffer, event: Buffer): Buffer => sha256(Buffer.concat([previous, event]));
