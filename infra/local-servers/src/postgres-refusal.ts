/** Why a Postgres cannot be used, in our words: those of the library may quote who we are. */
export interface Refusal {
  /** What follows its address. */
  readonly what: string;
  /** What to do; null where it is to be started. */
  readonly remedy: string | null;
}

const REFUSED: Refusal = { what: 'refuses user or password', remedy: 'Check user and password in DATABASE_URL.' };
const UNKNOWN_HOST: Refusal = { what: 'has a host that is not known', remedy: 'Check the host in DATABASE_URL.' };

const BY_CODE: Readonly<Record<string, Refusal>> = {
  '28P01': REFUSED,
  '28000': REFUSED,
  '3D000': { what: 'has no such database', remedy: 'Create it, or name another in DATABASE_URL.' },
  '53300': {
    what: 'has no connection left',
    remedy: 'End others, or raise max_connections and restart Postgres.',
  },
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
};

/** What an error says that came in place of a connection, by its code. */
export function postgresRefusal(error: unknown, patienceMs: number): Refusal {
  const { code } = error as { code?: string };
  const known = code === undefined ? undefined : BY_CODE[code];
  return known ?? { what: `does not answer (${code ?? `not within ${patienceMs / 1_000} s`})`, remedy: null };
}
