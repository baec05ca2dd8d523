import type { OutputMark, UsageState } from '@taskbench/contracts';
import { AttemptError, type Answer, type Ask, type Provider } from '@taskbench/models';
import type { Joined } from './join.ts';

/** How a call is asked: one request, or one a part of its input and what makes one answer of theirs. */
export interface Asking {
  readonly asks: readonly Ask[];
  /** Of more than one: the request that merges the answers, or the answers joined. */
  readonly merge: (answers: readonly string[]) => Promise<Ask | Joined>;
  /** Of the merging request's prompt without the answers; null: there is none. */
  readonly mergingBytes: number | null;
}

/** An answer with those of the parts that it was made of; none where it was one request. */
export interface WholeAnswer extends Answer {
  readonly parts: readonly Answer[];
  readonly unjoined: boolean;
}

/** Nothing more may be sent for a call of which parts are answered. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Asks part after part within one attempt; what one of them fails with, the attempt fails with. Before each further request
 * `goesOn` is asked, with the last answer: where it says no, an `Interrupted` is thrown.
 */
export async function askInParts(
  provider: Provider,
  { asks, merge }: Asking,
  goesOn: (last: Answer) => Promise<boolean>,
): Promise<WholeAnswer> {
  const answers: Answer[] = [];
  const next = async (ask: Ask): Promise<Answer> => {
    const last = answers.at(-1);
    if (last && !(await goesOn(last))) throw new Interrupted('The call may not go on.');
    const answer = await provider.ask(ask).catch((error: unknown) => {
      throw last && error instanceof AttemptError ? afterAnswers(error) : error;
    });
    answers.push(answer);
    return answer;
  };
  for (const ask of asks) await next(ask);
  const [first, ...others] = answers as [Answer, ...Answer[]];
  if (others.length === 0) return { ...first, parts: [], unjoined: false };
  const made = await merge(answers.map(({ text }) => text));
  const { text, unjoined } = 'messages' in made ? { text: (await next(made)).text, unjoined: false } : made;
  return { ...summed(answers), text, unjoined, parts: answers };
}

/** The parts before were answered and charged, whatever became of this one, and no generation stands for all of them. */
const afterAnswers = ({ reason, details, message }: AttemptError): AttemptError =>
  new AttemptError(reason, { ...details, may_have_cost: true, generation_id: null }, message);

const sum = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((total, one) => (total === null || one === null ? null : total + one), 0);

/** Several answers as one: what they used adds up, and the worst that is said of one of them is said of it. */
function summed(all: readonly Answer[]): Answer {
  const last = all.at(-1)!;
  const used = all.map(({ usage }) => usage);
  return {
    ...last,
    mark: MARKS.find((mark) => all.some((one) => one.mark === mark)) ?? null,
    usage_state: STATES.find((state) => all.some(({ usage_state }) => usage_state === state)) ?? 'told',
    generation_id: null, // each has its own: none names the whole
    spent_for_ms: all.some(({ spent_for_ms }) => spent_for_ms !== null)
      ? Math.max(...all.map(({ spent_for_ms }) => spent_for_ms ?? 0))
      : null,
    usage: {
      prompt_tokens: sum(used.map(({ prompt_tokens }) => prompt_tokens)),
      completion_tokens: sum(used.map(({ completion_tokens }) => completion_tokens)),
      cached_tokens: used.reduce((total, { cached_tokens }) => total + cached_tokens, 0),
      reported_nano: sum(used.map(({ reported_nano }) => reported_nano)),
      first_token_ms: used[0]!.first_token_ms,
      latency_ms: used.reduce((total, { latency_ms }) => total + latency_ms, 0),
    },
  };
}

const MARKS: readonly OutputMark[] = ['refusal', 'length', 'shaped'];
const STATES: readonly UsageState[] = ['implausible', 'missing', 'unexplained'];
