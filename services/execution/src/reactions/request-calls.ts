import { setTimeout as pause } from 'node:timers/promises';
import { canonical, CallRequested, EvaluationStarted, type DataOf } from '@taskbench/contracts';
import { reaction } from '@taskbench/messaging';
import type { Ask } from '@taskbench/models';
import type { Runtime } from '@taskbench/service-kit';
import { askings, mostTokens } from '../calls/ask.ts';
import type { Manifests } from '../calls/manifest.ts';
import type { Asked } from '../carrying/carry.ts';
import { earlierAnswers } from '../carrying/earlier-answers.ts';
import { cellAt, ordinals, type Cell } from '../domain/cells.ts';
import type { Asking } from '../long-inputs/ask-in-parts.ts';
import type { Parts } from '../long-inputs/parts.ts';
import { promptBytes } from '../prompting/prompt.ts';

const CHUNK = 100;
/** The first calls are sent before this process is busy with those that are far from their turn. */
const HEAD_START_MS = 75;

/**
 * Plans an evaluation: one call a repetition, input and model, in that order; each is requested, or takes the answer of
 * an earlier one. Planning again appends nothing.
 */
export const requestCalls = (runtime: Runtime, manifests: Manifests, parts: Parts) =>
  reaction('request-calls', EvaluationStarted, async (evaluation, event) => {
    if (evaluation.imported) return;
    const { log, texts } = runtime;
    const { evaluation_id, task_id, manifest, planned } = evaluation;
    const { task } = await manifests.read(task_id, manifest);
    const asking = new Map(evaluation.models.map((model) => [model, askings(evaluation, model, task)]));
    const answered = await earlierAnswers(runtime, evaluation, event);
    for (const chunk of ordinals(planned, CHUNK)) {
      if (chunk[0] === CHUNK) await pause(HEAD_START_MS);
      const requests = await Promise.all(
        chunk.map(async (ordinal) => {
          const cell = cellAt(evaluation, task.inputs, ordinal);
          const { model, place, key } = cell;
          const most = mostTokens(evaluation, model);
          const shown = await parts.of(manifest, task, model, task.inputs[place]!, most);
          const asked = asking.get(model)!(shown, key.repetition);
          return requestOf(evaluation, cell, asked, most, (text) => texts.digestOf(task_id, text));
        }),
      );
      const carried = await answered(requests);
      await Promise.all(
        requests.map((request) => {
          const stream = `call-${request.call_id}`;
          const facts = [carried.get(request.call_id) ?? CallRequested(request)];
          return log.append({ stream, expected: 0, facts, correlation: evaluation_id, causation: event.id });
        }),
      );
    }
  });

async function requestOf(
  evaluation: DataOf<typeof EvaluationStarted>,
  { key, model }: Cell,
  { asks, mergingBytes: merging }: Asking,
  most: number,
  digestOf: (text: string) => Promise<string>,
): Promise<Asked> {
  const { connection_id, address, model_id, prices } = model;
  const { repetition } = key;
  const [ask, ...others] = asks as [Ask, ...Ask[]];
  const many = others.length > 0;
  const requests = asks.length + (merging === null ? 0 : 1);
  const bytes = asks.reduce((sum, { messages }) => sum + promptBytes(messages), 0);
  const asked = { connection_id, address, repetition, ...(many ? { asks, merging } : { ask }) };
  return {
    ...key,
    model_id,
    connection_id,
    prices,
    // A merging request shows what was answered, which has at most so many tokens.
    prompt_bytes: bytes + (merging === null ? 0 : merging + asks.length * ask.max_tokens),
    max_tokens: asks.length * ask.max_tokens + (merging === null ? 0 : most),
    budget_nano: evaluation.budget_nano,
    prompt: null,
    ...(many && { parts: requests }),
    asked: await digestOf(canonical(asked)),
  };
}
