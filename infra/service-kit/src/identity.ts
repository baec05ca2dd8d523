import { createHash, randomBytes } from 'node:crypto';

/** A new id, in order of time (UUID version 7); or the one that belongs to a route and its Idempotency-Key. */
export function resourceId(route: string, key?: string): string {
  const bytes = key
    ? createHash('sha256').update(`${route}\n${key}`).digest().subarray(0, 16)
    : Buffer.concat([time(), randomBytes(10)]);
  bytes[6] = (bytes[6]! & 0x0f) | (key ? 0x80 : 0x70);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function time(): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return bytes;
}
