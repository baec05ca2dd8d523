import { hash } from 'node:crypto';

/** Chance that repeats: numbers from 0 to 1 that depend on the seed alone. */
export type Random = () => number;

/** A generator (splitmix32) started from the SHA-256 of its seed's parts. */
export function random(...seed: readonly (string | number)[]): Random {
  let state = hash('sha256', seed.join('\u0000'), 'buffer').readUInt32LE(0);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** One of a list. */
export const pick = <T>(list: readonly T[], chance: Random): T => list[Math.floor(chance() * list.length)]!;
