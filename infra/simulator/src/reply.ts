import type { Fault } from './faults.ts';
import type { Reply } from './send.ts';
import type { Spoken } from './spoken.ts';

/** An answer with its place in the wire format of OpenAI. */
export interface Answered {
  readonly head: { readonly id: string; readonly created: number; readonly model: string; readonly provider: string };
  readonly said: Spoken;
  /** JSON text: its cost has more digits than a float keeps. */
  readonly usage: string;
  readonly fault: Fault | null;
}

const inner = (value: object): string => JSON.stringify(value).slice(1, -1);
const ERROR = { error: { code: 'server_error', message: 'The upstream provider disconnected.' } };
const JSON_TYPE = 'application/json';

/** The answer in one piece. */
export function whole({ head, said: { text, refusal, finish }, usage, fault }: Answered): Reply {
  if (fault === 'malformed' || fault === 'malformed_body') return unreadable;
  if (fault === 'error_inside') return piece(JSON.stringify(ERROR));
  const message = { role: 'assistant', content: text, ...(refusal && { refusal }) };
  const choices = fault === 'no_choices' ? [] : [{ index: 0, message, finish_reason: finish }];
  const body = `{${inner({ ...head, object: 'chat.completion', choices })},"usage":${usage}}`;
  if (fault === 'cut' || fault === 'stall')
    return { contentType: JSON_TYPE, early: body.slice(0, body.length / 2), late: '', end: fault };
  return piece(body);
}

const piece = (late: string): Reply => ({ contentType: JSON_TYPE, early: '', late, end: 'whole' });
const unreadable = piece('{"id": broken');

/** The answer as server-sent events: half of the text first, then the rest, then what it cost if that was asked. */
export function streamed(
  { head, said: { text, refusal, finish }, usage, fault }: Answered,
  includeUsage: boolean,
): Reply {
  if (fault === 'malformed_body') return unreadable;
  const contentType = 'text/event-stream';
  const named = { ...head, object: 'chat.completion.chunk' };
  const chunk = (delta: object, finish_reason: string | null, more = {}) => {
    const choices = fault === 'no_choices' ? [] : [{ index: 0, delta, finish_reason }];
    return `data: {${inner({ ...named, ...more, choices })}}\n\n`;
  };
  if (fault === 'malformed') return { contentType, early: '', late: 'data: {"id": broken\n\n', end: 'whole' };
  const half = Math.ceil((text?.length ?? 0) / 2);
  const early = chunk({ role: 'assistant', content: text?.slice(0, half) ?? null, ...(refusal && { refusal }) }, null);
  const cost = includeUsage ? `data: {${inner({ ...named, choices: [] })},"usage":${usage}}\n\n` : '';
  const rest = `${chunk({ content: text?.slice(half) ?? null }, null)}${chunk({}, finish)}${cost}data: [DONE]\n\n`;
  const late = fault === 'error_inside' ? `${chunk({ content: '' }, 'error', ERROR)}data: [DONE]\n\n` : rest;
  return { contentType, early, late, end: fault === 'cut' || fault === 'stall' ? fault : 'whole' };
}
