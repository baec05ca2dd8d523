import { MAPPED } from './mapped-types.ts';
import { UNMAPPED } from './unmapped-types.ts';

/** Every type of assertion that is known here, with or without a rule. */
export const TYPES: ReadonlySet<string> = new Set([...Object.keys(MAPPED), ...Object.keys(UNMAPPED), 'assert-set']);
