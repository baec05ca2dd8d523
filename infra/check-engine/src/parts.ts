import { z } from 'zod';

/** A rule inside another one; which rules there are, and what each takes, is read with the whole. */
export const Part = z.looseObject({ rule: z.string() }).meta({ title: 'rule' });

/** Rules inside another one. */
export const Parts = z.array(Part).min(1).max(50);
