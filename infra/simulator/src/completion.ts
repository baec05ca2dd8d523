import { hash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { SHAPED_FINGERPRINT } from '@taskbench/contracts';
import { answerTo } from './answer.ts';
import { charge } from './charge.ts';
import { textOf, type CompletionRequest } from './completion-request.ts';
import { faultOf, type Faults } from './faults.ts';
import { latencyOf, MODELS, type SimulatedModel } from './models.ts';
import type { Limits } from './limits.ts';
import { refuse, retryAfter } from './refusal.ts';
import { generationId, type Ending, type Referee, type Seen } from './referee.ts';
import { streamed, whole } from './reply.ts';
import type { KnownInput } from './samples.ts';
import { send } from './send.ts';
import { spoken } from './spoken.ts';

/** What the simulated provider knows and counts. */
export interface World {
  readonly inputs: readonly KnownInput[];
  readonly referee: Referee;
  readonly limits: Limits;
  faults: Faults;
  /** Overrides every model's own latency, ms. */
  readonly latencyMs: number | undefined;
}

/** Answers one chat completion and has the referee count it: when it begins, and when it was fully sent. */
export async function complete(
  world: World,
  request: CompletionRequest,
  refused: boolean,
  response: ServerResponse,
): Promise<void> {
  const began = performance.now();
  const asked = JSON.stringify([request.model, request.messages, request.seed ?? 0]);
  const seen = world.referee.begin(request.model, hash('sha256', asked));
  const model = MODELS.find(({ id }) => id === request.model);
  const refusal = (status: number, message: string, headers = {}): Ending => {
    refuse(response, status, message, headers);
    return { status, cost_nano_usd: 0, sent: true };
  };
  const ending = async (): Promise<Ending> => {
    if (refused) return refusal(401, 'The key is refused.');
    if (!model) return refusal(404, `The model ${request.model} does not exist.`);
    const { faults, limits } = world;
    const { refused: over, headers, retryAfterS } = limits.enter(faults, model.id);
    if (over) {
      seen.fault = 'status429';
      return refusal(429, 'Slow down.', { ...headers, ...retryAfter(retryAfterS, faults.retry_after_date) });
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      return await admitted(model);
    } finally {
      limits.leave(model.id);
    }
  };
  const admitted = async (model: SimulatedModel): Promise<Ending> => {
    const { faults } = world;
    seen.fault = faultOf(faults, seen.n, model.id);
    switch (seen.fault) {
      case 'status429':
        return refusal(429, 'Slow down.', retryAfter(faults.retry_after_s, faults.retry_after_date));
      case 'status500':
        return refusal(500, 'The server failed.');
      case 'status401':
        return refusal(401, 'The key is refused.');
      case 'status402':
        return refusal(402, 'No credit is left.');
      case 'status404':
        return refusal(404, `The model ${model.id} does not exist.`);
      case 'hang':
        if (!response.destroyed) await once(response, 'close');
        return { status: 499, cost_nano_usd: 0, sent: false };
      default:
        return answer(world, model, request, seen, response, began);
    }
  };
  world.referee.end(seen, await ending());
}

/** Finds the input, errs as the model does, charges exactly, takes its time. What was begun to be sent is charged. */
async function answer(
  world: World,
  model: SimulatedModel,
  request: CompletionRequest,
  seen: Seen,
  response: ServerResponse,
  began: number,
): Promise<Ending> {
  const known = answerTo(world.inputs, model, request);
  seen.input_id = known.input_id;
  const said = spoken(known.text, request.max_completion_tokens ?? request.max_tokens, seen.fault);
  const prompt = request.messages.map(textOf).join('\n');
  const { nano, tokens, prompt_tokens, usage } = charge(model, {
    prompt,
    text: said.text ?? said.refusal ?? '',
    fault: seen.fault,
  });
  Object.assign(seen, { prompt_tokens, completion_tokens: tokens });
  const head = {
    id: generationId(seen),
    created: Math.floor(seen.at / 1000),
    model: model.id,
    provider: 'Simulated',
    system_fingerprint: known.shaped ? SHAPED_FINGERPRINT : 'fp_simulated',
  };
  const answered = { head, said, usage, fault: seen.fault } as const;
  const reply = request.stream ? streamed(answered, request.stream_options?.include_usage ?? false) : whole(answered);
  const delivery = await send(response, reply, began, world.latencyMs ?? latencyOf(model, tokens));
  return {
    status: delivery === 'sent' || delivery === 'cut' ? 200 : 499,
    cost_nano_usd: delivery === 'unheard' ? 0 : nano,
    sent: delivery === 'sent',
  };
}
