/**
 * How processes of ours are started. Without limits Node lets its heap grow as long as there is memory: with them all
 * services together stay within a third of it, at the same speed. The heap may grow by more than half before all of it
 * is collected, as what is promoted is mostly dead by then.
 */
export const nodeFlags = [
  '--max-old-space-size=768',
  '--max-semi-space-size=32',
  '--heap-growing-percent=60',
  '--enable-source-maps',
  '--disable-warning=ExperimentalWarning',
];

/** And in which environment: glibc's arena for each thread of V8 would keep as much as that growth takes. */
export const nodeEnvironment = { MALLOC_ARENA_MAX: '2' };
