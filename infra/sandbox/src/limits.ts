/** Code and arguments of a program, in characters; also what goes to a process at once. */
export const MOST_SENT = 1_000_000;
/** Programs that go to a process at once. */
export const MOST_AT_ONCE = 16;
/** A result as JSON, in characters. */
export const MOST_ANSWERED = 64 * 1_024;
/** What a thrown error may say, in characters. */
export const MOST_SAID = 500;

export const MEMORY_BYTES = 32e6;
export const STACK_BYTES = 128e3;
/** The engine asks after each ten thousand jumps and calls whether to go on; so often it may: as far on every machine. */
export const MOST_POLLS = 300;
/** For programs whose every step is slow. Time of the processor, so that a busy machine changes no result. */
export const CPU_MS = 250;
/** A program without an answer for so long is killed with its process: the engine's own code cannot be interrupted. */
export const KILL_MS = 500;
/** A process looks after its pipe so often, at least between two programs. */
export const SLICE_MS = 100;
/** A process whose parent is gone stops by itself after so long, whatever runs in it. */
export const ORPHAN_MS = 2_000;
/** How long a process may take until it can run programs. */
export const START_MS = 20_000;
/** How often a process is started anew, and a program tried, when the process ends: it may have been another's doing. */
export const MOST_TRIES = 3;
