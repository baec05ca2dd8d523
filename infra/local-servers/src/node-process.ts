/**
 * Without limits Node lets its heap grow as long as there is memory: with them all services together stay within a third of
 * it, at the same speed. The heap may grow by more than half before all of it is collected, as what is promoted is mostly
 * dead by then.
 */
const FLAGS = [
  '--max-old-space-size=768',
  '--max-semi-space-size=32',
  '--heap-growing-percent=60',
  '--enable-source-maps',
  '--disable-warning=ExperimentalWarning',
];

/** glibc's arena for each thread of V8 would keep as much as that growth takes. */
const ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };

/** How a process of ours is started: a script in Node, with what bounds its memory. */
export function nodeProcess(script: string, env: NodeJS.ProcessEnv) {
  return { command: process.execPath, args: [...FLAGS, script], env: { ...ENVIRONMENT, ...env } };
}
