import { CallFailed, GenerationAsked, type FailureReason } from '@taskbench/contracts';
import { handle, type EventLog } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import { BadInput } from '@taskbench/service-kit';
import { ProviderUnavailable } from '../catalogue/catalogue.ts';
import type { Connections } from '../connections/connections.ts';
import { call } from '../domain/call.ts';

const MAX_TOKENS = 4_096;

/** A task wants checks: its generation becomes a call, under the same rules as any other. */
export const requestGeneration = (log: EventLog, connections: Connections) =>
  reaction('request-generation', GenerationAsked, async (asked, event) => {
    const context = { correlation: asked.task_id, causation: event.id };
    const key = {
      call_id: asked.call_id,
      evaluation_id: null,
      task_id: asked.task_id,
      phase: 'check_generation' as const,
      input_id: '',
      repetition: 0,
      payer: asked.task_id,
    };
    const found = (await connections.generator(asked.model_id).catch(whyNone)) ?? 'unknown_model';
    if (typeof found === 'string') {
      // No attempt can be made: said as a call that failed, so that whoever waits is told.
      const failed = CallFailed({ ...key, label: asked.model_id ?? 'generator', reason: found, attempts: 1 });
      await log.append({ stream: `call-${asked.call_id}`, expected: 0, facts: [failed], ...context });
      return;
    }
    const { model, connection } = found;
    const data = {
      ...key,
      label: model.id,
      ordinal: 0,
      model_id: model.id,
      connection_id: connection.id,
      prices: model.prices,
      prompt_bytes: asked.prompt_bytes,
      max_tokens: MAX_TOKENS,
      budget_nano: null,
      prompt: asked.prompt,
    };
    await handle(log, call, asked.call_id, { type: 'RequestCall', data }, context);
  });

/** Why there is no model to ask, where a person has to see to it (two may offer it); what else fails is tried again. */
function whyNone(error: unknown): FailureReason {
  if (error instanceof ProviderUnavailable)
    return error.reason === 'refused_key' || error.reason === 'unopened_key' ? 'refused_key' : 'connection';
  if (error instanceof BadInput) return error.code === 'unknown-model' ? 'unknown_model' : 'bad_request';
  throw error;
}
