import { OwnError } from '@taskbench/contracts';
import { decide, fold, type Command, type Decider, type Fact } from '@taskbench/kernel';
import type { EventLog } from './log.ts';
import type { SealedText } from './texts.ts';

/** What goes with a command into the log: the piece of work, the event it answers, the texts its facts name. */
export interface Context {
  readonly correlation: string;
  readonly causation?: string | null;
  readonly texts?: readonly SealedText[];
  /** The stream most likely does not exist yet: decided without reading it, which only a conflict makes necessary. */
  readonly fresh?: boolean;
}

const MAX_TRIES = 20;

/**
 * Reads the stream, folds, decides, appends; again from the start when another was faster. Answers the facts that were
 * appended: none when the command had been done before. Throws the decider's `Rejection`.
 */
export async function handle<State, C extends Command, F extends Fact>(
  log: EventLog,
  rules: Decider<State, C, F>,
  id: string,
  command: C,
  { fresh = false, ...context }: Context,
): Promise<F[]> {
  const stream = `${rules.stream}-${id}`;
  let state = rules.initial;
  let version = 0;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const news = fresh && tries === 0 ? [] : await log.stream(stream, version);
    state = fold(
      rules,
      news.map((event) => ({ type: event.type, version: event.schema_version, data: event.data }) as F),
      state,
    );
    version = news.at(-1)?.version ?? version;
    const facts = decide(rules, command, state);
    if (facts.length === 0) return [];
    if ((await log.append({ stream, expected: version, facts, ...context })) !== 'conflict') return facts;
  }
  throw new OwnError(`${stream} changed ${MAX_TRIES} times while one command was decided.`);
}
