import { z } from 'zod';

const Part = z.looseObject({ text: z.string().optional() });
const Message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(Part)]).nullish() });

/** A chat completion as OpenAI clients ask for it: what the simulator heeds of it. */
export const CompletionRequest = z.looseObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  seed: z.int().nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }).optional() }).nullish(),
});
export type CompletionRequest = z.infer<typeof CompletionRequest>;

/** The text of a message, its parts joined. */
export function textOf({ content }: z.infer<typeof Message>): string {
  return typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('');
}
