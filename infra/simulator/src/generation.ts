import type { ServerResponse } from 'node:http';
import { formatUsd } from '@taskbench/contracts';
import type { World } from './completion.ts';
import { generationId } from './referee.ts';
import { refuse } from './refusal.ts';

/** What a generation was charged with, some time after its end, in the form that OpenRouter tells it; 404 until then. */
export function generation({ referee, faults }: World, id: string, response: ServerResponse): void {
  const seen = referee.generation(id);
  if (!seen || seen.ended_at === null || Date.now() < seen.ended_at + faults.cost_after_s * 1000)
    return refuse(response, 404, `Nothing is known of the generation ${id}.`);
  const { model, at, took_ms, cost_nano_usd, prompt_tokens, completion_tokens } = seen;
  const data = {
    id: generationId(seen),
    model,
    provider_name: 'Simulated',
    created_at: new Date(at).toISOString(),
    streamed: true,
    generation_time: took_ms,
    native_tokens_prompt: prompt_tokens,
    native_tokens_completion: completion_tokens,
  };
  // Written as text: a float would lose the exact amount.
  const text = `{"data":${JSON.stringify(data).slice(0, -1)},"total_cost":${formatUsd(cost_nano_usd)}}}`;
  response.writeHead(200, { 'content-type': 'application/json' }).end(text);
}
