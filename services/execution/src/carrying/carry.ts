import {
  CallAnswered,
  OutputCarried,
  OwnError,
  parseUsd,
  type CallRequested,
  type DataOf,
  type Stored,
} from '@taskbench/contracts';
import type { Fact } from '@taskbench/kernel';
import { keyOf } from '../domain/key.ts';
import { attemptsOf } from '../http/attempts.ts';

/** A call that would be asked, with what names that. */
export type Asked = DataOf<typeof CallRequested> & { readonly asked: string };

/** An earlier call's answer, by that call's stream, as the answer of a call that would be asked alike. */
export function carry(request: Asked, from: string, stream: readonly Stored[]): Fact {
  const answer = stream.find(({ type }) => type === CallAnswered.type)?.data as DataOf<typeof CallAnswered> | undefined;
  if (!answer) throw new OwnError(`Call ${from} has no answer to carry.`);
  const { output, usage, finish_reason, served_model, mark = null, unjoined } = answer;
  return OutputCarried({
    ...keyOf(request),
    ordinal: request.ordinal,
    asked: request.asked,
    from,
    output,
    usage,
    cost_nano: costOf(stream),
    finish_reason,
    served_model,
    mark,
    ...(unjoined && { unjoined }),
  });
}

/** What a call cost with all its attempts; null where one's cost is not known. */
function costOf(stream: readonly Stored[]): number | null {
  const costs = attemptsOf(stream).map(({ cost_usd }) => cost_usd);
  return costs.includes(null) ? null : costs.reduce((sum, usd) => sum + parseUsd(usd!)!, 0);
}
