import type { CallAnswered, CallKey, DataOf } from '@taskbench/contracts';
import { handle, outlast, type Entry, type SealedText } from '@taskbench/event-log';
import { decide } from '@taskbench/kernel';
import { AttemptError, type Answer, type Ask, type Provider } from '@taskbench/models';
import type { Runtime } from '@taskbench/service-kit';
import { providerSeconds } from '@taskbench/telemetry';
import { call, type CallCommand } from '../domain/call.ts';
import { keyOf } from '../domain/key.ts';
import type { Claimed } from './claims.ts';
import type { Send } from './dispatcher.ts';
import type { Lease } from './lease.ts';

/** Makes the request of a claimed call. */
export type AskOf = (claimed: Claimed) => Promise<Ask>;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * The one place where the outside world is called. What came back is kept until Postgres takes it, however long that
 * is away; what is not surely this process's to send any more is not sent.
 */
export function sender(runtime: Runtime, provider: Provider, askOf: AskOf, lease: Lease): Send {
  return async (claimed, settle) => {
    const { call: request, failures } = claimed.request;
    const tried = await attempt(claimed);
    if (!tried) return;
    const { command, texts } = tried;
    const state = { status: 'attempting', attempts: claimed.attempt, failures, answered: [] } as const;
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
    });
    if (result === 'conflict') {
      // Somebody doubted this attempt meanwhile: the decider says what the late outcome is worth.
      await outlast(() => handle(runtime.log, call, request.call_id, command, { correlation: request.payer, texts }));
    }
  };

  /** Null: another process took over, so nothing was sent. */
  async function attempt(claimed: Claimed): Promise<{ command: CallCommand; texts: SealedText[] } | null> {
    const { call: request } = claimed.request;
    const of = { ...keyOf(request), attempt: claimed.attempt };
    try {
      const ask = await outlast(() => askOf(claimed));
      if (!(await lease.vouchesFor(request.call_id, claimed.attempt))) return null;
      const answer = await timed(() => provider.ask(ask));
      const text = await outlast(() => runtime.texts.seal(request.task_id, answer.text));
      return { command: { type: 'RecordOutput', data: output(of, answer, text) }, texts: [text] };
    } catch (error) {
      const { reason, details } = error instanceof AttemptError ? error : unforeseen(error, runtime);
      const retry_at = (Date.now() + Math.max(backoffMs(claimed.request.failures), details.retry_after_ms ?? 0)) * 1000;
      const { http_status, may_have_cost, retryable } = details;
      return {
        command: {
          type: 'RecordFailure',
          data: { ...of, reason, http_status, may_have_cost, retryable, retry_at: Math.round(retry_at) },
        },
        texts: [],
      };
    }
  }
}

/** Doubles with each failure; jitter spreads calls that failed together. */
const backoffMs = (failures: number): number =>
  Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures) * (0.5 + Math.random() / 2);

const output = (
  of: CallKey & { payer: string; attempt: number },
  { usage, finish_reason, served_model, generation_id }: Answer,
  { digest }: SealedText,
): DataOf<typeof CallAnswered> => ({
  ...of,
  output: digest,
  usage,
  finish_reason: finish_reason?.slice(0, 60) ?? null,
  served_model: served_model?.slice(0, 200) ?? null,
  generation_id: generation_id?.slice(0, 200) ?? null,
});

async function timed(work: () => Promise<Answer>): Promise<Answer> {
  const end = providerSeconds.startTimer();
  try {
    const answer = await work();
    end({ outcome: 'answered' });
    return answer;
  } catch (error) {
    end({ outcome: error instanceof AttemptError ? error.reason : 'unforeseen' });
    throw error;
  }
}

function unforeseen(error: unknown, runtime: Runtime): AttemptError {
  runtime.logger.error({ err: error }, 'A request could not be made.');
  return new AttemptError(
    'provider_error',
    { retryable: false, http_status: null, may_have_cost: true, retry_after_ms: null },
    'The request could not be made.',
  );
}
