import { Lane } from './lane.ts';
import { KILL_MS, MOST_SENT } from './limits.ts';
import type { Answer, Program, Result, Sent } from './program.ts';
import { sizeOf, Waiting } from './waiting.ts';

/**
 * Runs programs that nobody has to trust. They reach nothing, see no clock and no chance, and leave nothing behind; the
 * same program with the same arguments has the same result.
 */
export interface Sandbox {
  /** As many results in the same order. Throws only when no process can be started, or when it is closed. */
  run(programs: readonly Program[]): Promise<Result[]>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** With two, the others go on while one is held up. */
  readonly processes?: number;
  /** Milliseconds until a program without an answer is killed with its process. */
  readonly patience?: number;
}

/** Opens a sandbox. Its processes start with the first program. */
export function openSandbox({ processes = 2, patience = KILL_MS }: SandboxOptions = {}): Sandbox {
  const waiting = new Waiting(processes);
  const wake = () => lanes.forEach((lane) => lane.wake());
  const lanes = Array.from({ length: processes }, () => new Lane(waiting, patience, wake));

  const answerTo = (sent: Sent): Promise<Answer> =>
    new Promise((settle, fail) => waiting.add({ sent, ended: 0, settle, fail }));

  return {
    async run(programs) {
      const answers = programs.map((program) => {
        const sent = { code: program.code, json: JSON.stringify(program.arguments) };
        return sizeOf(sent) > MOST_SENT ? TOO_LARGE : answerTo(sent);
      });
      wake();
      return (await Promise.all(answers)).map(resultOf);
    },
    async close() {
      waiting.close();
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

const TOO_LARGE: Answer = { error: 'memory', message: `Code and arguments are longer than ${MOST_SENT} characters.` };

function resultOf(answer: Answer): Result {
  if ('error' in answer) return answer;
  try {
    return { value: JSON.parse(answer.json) as unknown };
  } catch {
    return { error: 'not_json', message: 'The result is no JSON.' };
  }
}
