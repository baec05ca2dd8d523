import {
  AnswerSuperseded,
  AttemptFailed,
  AttemptInDoubt,
  AttemptReconciled,
  AttemptStarted,
  AttemptUnreconciled,
  CallAnswered,
  CallRequested,
  costOf,
  formatUsd,
  maximumCostOf,
  type AttemptView,
  type DataOf,
  type Stored,
} from '@taskbench/contracts';
import { time } from './view.ts';

type Asked = DataOf<typeof CallRequested>;
type Answered = DataOf<typeof CallAnswered>;

const begun = (attempt: number, at: number): AttemptView => ({
  attempt,
  started_at: time(at),
  ended_at: null,
  outcome: 'attempting',
  reason: null,
  http_status: null,
  retry_at: null,
  cost_usd: null,
  cost_state: null,
  cost_lookup: null,
  may_cost_usd: null,
  queue_ms: null,
  first_token_ms: null,
  latency_ms: null,
  usage_state: null,
  finish_reason: null,
  served_model: null,
  provider: null,
  system_fingerprint: null,
  generation_id: null,
});

/** Every request of a call as its stream tells it, with what it cost or may have cost. */
export function attemptsOf(stream: readonly Stored[]): AttemptView[] {
  const attempts = new Map<number, AttemptView>();
  const asked = stream.find(({ type }) => type === CallRequested.type)?.data as Asked | undefined;
  const most = asked
    ? maximumCostOf(
        { prompt: asked.prompt_bytes, completion: asked.max_tokens, requests: asked.parts ?? 1 },
        asked.prices,
      )
    : null;
  const may_cost_usd = most === null ? null : formatUsd(most);
  const unknown = { cost_state: 'unknown', may_cost_usd } as const;
  for (const { type, at, data } of stream) {
    const { attempt = 0 } = data as { attempt?: number };
    const known = attempts.get(attempt) ?? begun(attempt, at);
    const ended = { ...known, ended_at: time(at) };
    switch (type) {
      case AttemptStarted.type:
        attempts.set(attempt, known);
        break;
      case AttemptFailed.type: {
        const { reason, http_status, may_have_cost, retry_at, generation_id, looked_up } = data as DataOf<
          typeof AttemptFailed
        >;
        const cost = may_have_cost ? unknown : ({ cost_usd: formatUsd(0), cost_state: 'estimated' } as const);
        const again = retry_at === null ? null : time(retry_at);
        const why = { reason, http_status, retry_at: again, generation_id: generation_id ?? null };
        attempts.set(attempt, { ...ended, outcome: 'failed', ...why, ...cost, ...lookup(looked_up) });
        break;
      }
      case AttemptInDoubt.type:
        attempts.set(attempt, { ...ended, outcome: 'in_doubt', ...unknown });
        break;
      case CallAnswered.type:
      case AnswerSuperseded.type: {
        const outcome = type === CallAnswered.type ? 'answered' : 'superseded';
        attempts.set(attempt, { ...ended, outcome, ...answered(data as Answered, asked, may_cost_usd) });
        break;
      }
      case AttemptReconciled.type: {
        const cost_usd = formatUsd((data as DataOf<typeof AttemptReconciled>).cost_nano);
        const told = { cost_usd, cost_state: 'reconciled', cost_lookup: 'told', may_cost_usd: null } as const;
        attempts.set(attempt, { ...known, ...told });
        break;
      }
      case AttemptUnreconciled.type:
        attempts.set(attempt, { ...known, cost_lookup: 'not_told' });
    }
  }
  return [...attempts.values()];
}

const lookup = (looked_up = false) => ({ cost_lookup: looked_up ? ('awaited' as const) : null });

function answered(answer: Answered, asked: Asked | undefined, most: string | null): Partial<AttemptView> {
  const { prompt_tokens, completion_tokens, cached_tokens, reported_nano, first_token_ms, latency_ms } = answer.usage;
  const counted = prompt_tokens !== null && completion_tokens !== null;
  const tokens = counted
    ? {
        prompt: prompt_tokens,
        completion: completion_tokens,
        cached: cached_tokens,
        requests: answer.parts?.length ?? 1,
      }
    : null;
  const nano = reported_nano ?? (tokens && costOf(tokens, asked?.prices ?? null));
  return {
    may_cost_usd: nano === null ? most : null,
    cost_usd: nano === null ? null : formatUsd(nano),
    cost_state: nano === null ? 'unknown' : reported_nano === null ? 'estimated' : 'reported',
    ...lookup(answer.looked_up),
    queue_ms: answer.queue_ms ?? null,
    first_token_ms,
    latency_ms,
    usage_state: answer.usage_state ?? null,
    finish_reason: answer.finish_reason,
    served_model: answer.served_model,
    provider: answer.provider ?? null,
    system_fingerprint: answer.system_fingerprint ?? null,
    generation_id: answer.generation_id,
  };
}
