import { setTimeout as pause } from 'node:timers/promises';
import {
  CallFailed,
  costOf,
  type CallAnswered,
  type CallKey,
  type CallRequested,
  type DataOf,
} from '@taskbench/contracts';
import { handle, outlast, type Entry, type SealedText } from '@taskbench/event-log';
import { decide } from '@taskbench/kernel';
import { AttemptError, type Answer, type Provider } from '@taskbench/models';
import type { Runtime } from '@taskbench/service-kit';
import { providerSeconds } from '@taskbench/telemetry';
import { call, type CallCommand } from '../domain/call.ts';
import { keyOf } from '../domain/key.ts';
import { askInParts, Interrupted, type Asking } from '../long-inputs/ask-in-parts.ts';
import type { Claimed, Outcome } from './claims.ts';
import type { Send } from './dispatcher.ts';
import type { Lease } from './lease.ts';

/** Who answers the calls of a connection; throws an `AttemptError` when nobody does any more. */
export type ProviderOf = (connectionId: string) => Promise<Provider>;
/** Makes the request of a claimed call. */
export type AskOf = (claimed: Claimed) => Promise<Asking>;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** Who wants us back later than this is taken for dead: nobody waits for a call so long. */
const LONGEST_WAIT_MS = 5 * 60_000;
const LOOK_MS = 250;
const WANTED = `
  select running and $2 <> all (abandoned) and $2 <> all (cancelled_labels) as wanted
  from execution.runs where evaluation_id = $1`;

/** What came of an attempt: for the log, and for the claims after it. */
interface Tried {
  readonly command: CallCommand;
  readonly texts: SealedText[];
  readonly outcome: Omit<Outcome, 'final'> | null;
}

/**
 * The one place where the outside world is called. What came back is kept until Postgres takes it, however long that
 * is away; what is not surely this process's to send any more is not sent.
 */
export function sender(runtime: Runtime, providerOf: ProviderOf, askOf: AskOf, lease: Lease): Send {
  return async (claimed, settle) => {
    const { call: request, failures } = claimed.request;
    const tried = await attempt(claimed);
    if (!tried) return;
    const { command, texts, outcome } = tried;
    const state = { status: 'attempting', attempts: claimed.attempt, failures, answered: [], sought: [] } as const;
    const facts = decide(call, command, state);
    const entry: Entry = {
      stream: `call-${request.call_id}`,
      expected: claimed.version,
      facts,
      correlation: request.payer,
      texts,
    };
    const result = await settle(entry, {
      call_id: request.call_id,
      attempt: claimed.attempt,
      version: claimed.version + facts.length,
      outcome: outcome && { ...outcome, final: facts.some(({ type }) => type === CallFailed.type) },
    });
    if (result === 'conflict') {
      // Somebody doubted this attempt meanwhile: the decider says what the late outcome is worth.
      await outlast(() => handle(runtime.log, call, request.call_id, command, { correlation: request.payer, texts }));
    }
  };

  /** Null: another process took over, so nothing was sent. */
  async function attempt(claimed: Claimed): Promise<Tried | null> {
    const { call: request, since, failures } = claimed.request;
    const of = { ...keyOf(request), attempt: claimed.attempt };
    let sent = Date.now();
    let tellsCost = false;
    try {
      const asking = await outlast(() => askOf(claimed));
      const provider = await outlast(() => providerOf(request.connection_id));
      tellsCost = provider.cost !== null;
      if (!(await lease.vouchesFor(request.call_id, claimed.attempt))) return null;
      sent = Date.now();
      const queue_ms = since === 0 ? null : Math.max(0, sent - since / 1000);
      const answer = await timed(() => askInParts(provider, asking, (last) => goesOn(claimed, last)));
      const looked_up = tellsCost && answer.generation_id !== null && !priced(request, answer);
      const outcome = answer.spent_for_ms === null ? null : { reason: null, wait_ms: waitOf(answer) };
      const seal = (text: string) => outlast(() => runtime.texts.seal(request.task_id, text));
      const text = await seal(answer.text);
      const parts = await Promise.all(answer.parts.map((part) => seal(part.text)));
      return {
        command: {
          type: 'RecordOutput',
          data: {
            ...output(of, answer, text, queue_ms),
            ...(looked_up && { looked_up }),
            ...(answer.unjoined && { unjoined: true as const }),
            ...(parts.length > 0 && { parts: answer.parts.map((part, at) => partOf(part, parts[at]!)) }),
          },
        },
        texts: [text, ...parts],
        outcome: outcome && { ...outcome, sent_ago_ms: Date.now() - sent },
      };
    } catch (error) {
      if (error instanceof Interrupted) {
        // Parts of it were charged and it has no outcome: a new attempt is no failure's.
        return { command: { type: 'DoubtAttempt', data: { ...of, hold: false } }, texts: [], outcome: null };
      }
      const { reason, details } = error instanceof AttemptError ? error : unforeseen(error, runtime);
      // Many servers take no JSON Schema, and do not say so: what is asked for a task is asked once more without.
      const mayBeTheSchema = reason === 'bad_request' && request.evaluation_id === null && failures === 0;
      const { http_status, may_have_cost, retry_after_ms, generation_id } = details;
      const retryable = (details.retryable || mayBeTheSchema) && (retry_after_ms ?? 0) <= LONGEST_WAIT_MS;
      const looked_up = tellsCost && may_have_cost && generation_id !== null;
      const retry_at = retryAt(failures, retry_after_ms) * 1000;
      return {
        command: {
          type: 'RecordFailure',
          data: {
            ...of,
            reason,
            http_status,
            may_have_cost,
            generation_id,
            ...(looked_up && { looked_up }),
            retryable,
            retry_at,
          },
        },
        texts: [],
        outcome: {
          reason,
          wait_ms: reason === 'rate_limited' && retryable ? retry_after_ms : null,
          sent_ago_ms: Date.now() - sent,
        },
      };
    }
  }

  /** Whether a call whose last part was answered may go on: not once its run or this process stops. Waits where its provider wants that. */
  async function goesOn({ attempt, request: { call: asked } }: Claimed, last: Answer): Promise<boolean> {
    const until = performance.now() + waitOf(last);
    for (;;) {
      if (lease.retired || !(await lease.vouchesFor(asked.call_id, attempt))) return false;
      const values = [asked.evaluation_id, asked.label];
      const { rows } = await outlast(() =>
        runtime.pool.query<{ wanted: boolean }>({ name: 'wanted', text: WANTED, values }),
      );
      if (!rows[0]?.wanted) return false;
      const left = until - performance.now();
      if (left <= 0) return true;
      await pause(Math.min(left, LOOK_MS));
    }
  }
}

/** How long the provider wants nothing more, ms; no longer than anybody waits: it will say so again. */
const waitOf = ({ spent_for_ms }: Answer): number => Math.min(spent_for_ms ?? 0, LONGEST_WAIT_MS);

/** Doubles with each failure, with jitter that spreads calls that failed together; never before the provider wants it. */
function retryAt(failures: number, retryAfterMs: number | null): number {
  const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures) * (0.5 + Math.random() / 2);
  // A clock of whole ms may be almost one behind.
  return Math.ceil(Date.now() + 1 + Math.max(backoff, retryAfterMs ?? 0));
}

const output = (
  of: CallKey & { payer: string; attempt: number },
  answer: Answer,
  { digest }: SealedText,
  queue_ms: number | null,
): DataOf<typeof CallAnswered> => ({
  ...of,
  output: digest,
  usage: answer.usage,
  finish_reason: answer.finish_reason?.slice(0, 60) ?? null,
  served_model: answer.served_model,
  generation_id: answer.generation_id,
  mark: answer.mark,
  usage_state: answer.usage_state,
  provider: answer.provider,
  system_fingerprint: answer.system_fingerprint,
  queue_ms,
});

const partOf = ({ usage: { prompt_tokens, completion_tokens, latency_ms } }: Answer, { digest }: SealedText) => ({
  output: digest,
  prompt_tokens,
  completion_tokens,
  latency_ms,
});

/** Whether what an answer cost is told with it, or follows from its tokens. */
function priced({ prices }: DataOf<typeof CallRequested>, { usage }: Answer): boolean {
  const { prompt_tokens: prompt, completion_tokens: completion, reported_nano } = usage;
  if (reported_nano !== null) return true;
  return prompt !== null && completion !== null && costOf({ prompt, completion }, prices) !== null;
}

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const end = providerSeconds.startTimer();
  try {
    const answer = await work();
    end({ outcome: 'answered' });
    return answer;
  } catch (error) {
    const known = error instanceof Interrupted ? 'interrupted' : 'unforeseen';
    end({ outcome: error instanceof AttemptError ? error.reason : known });
    throw error;
  }
}

function unforeseen(error: unknown, runtime: Runtime): AttemptError {
  runtime.logger.error({ err: error }, 'A request could not be made.');
  return new AttemptError(
    'provider_error',
    { retryable: false, http_status: null, may_have_cost: true, retry_after_ms: null, generation_id: null },
    'The request could not be made.',
  );
}
