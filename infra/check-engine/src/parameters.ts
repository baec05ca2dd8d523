import { z } from 'zod';

/** The name of a field of an item. */
export const Field = z.string().min(1).max(200);
export const Fields = z.array(Field).min(1).max(50);

/** A text to be looked for. */
export const Text = z.string().min(1).max(1_000);
export const Texts = z.array(Text).min(1).max(200);

export const CaseSensitive = z.boolean().default(false);

/** Texts that an output is compared with. */
export const References = z.array(z.string().max(20_000)).min(1).max(50);

/** A share, from nothing to all. */
export const Share = z.number().min(0).max(1);
