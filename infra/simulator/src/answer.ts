import { checkSet } from './check-set.ts';
import type { CompletionRequest } from './completion-request.ts';
import { textOf } from './completion-request.ts';
import type { SimulatedModel } from './models.ts';
import { perturbed } from './perturbed.ts';
import { random } from './random.ts';
import type { KnownInput } from './samples.ts';
import { recommendation } from './recommendation.ts';
import { shaped } from './shaped.ts';

/** What a model says to a request, and to which known input; the same for the same model, message and seed. */
export function answerTo(
  inputs: readonly KnownInput[],
  model: SimulatedModel,
  { messages, seed, response_format }: CompletionRequest,
): { text: string; input_id: string | null; shaped: boolean } {
  const prompt = messages.map(textOf).join('\n');
  if (response_format?.json_schema?.name === 'check_set')
    return { text: checkSet(prompt), input_id: null, shaped: false };
  if (response_format?.json_schema?.name === 'recommendation')
    return { text: recommendation(prompt), input_id: null, shaped: false };
  const asked = textOf(messages.findLast(({ role }) => role === 'user') ?? messages[0]!);
  const input = inputs.find(({ text }) => prompt.includes(text));
  if (!input) return { text: shaped(prompt, asked), input_id: null, shaped: true };
  return {
    text: perturbed(input, model.profile, random(model.id, asked, seed ?? 0)),
    input_id: input.id,
    shaped: false,
  };
}
