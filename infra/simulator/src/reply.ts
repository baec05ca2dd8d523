import type { Fault } from './faults.ts';
import type { Reply } from './send.ts';

/** An answer with its place in the wire format of OpenAI. */
export interface Answered {
  readonly head: { readonly id: string; readonly created: number; readonly model: string };
  readonly text: string;
  readonly finish: 'stop' | 'length';
  /** JSON text: its cost has more digits than a float keeps. */
  readonly usage: string;
  readonly fault: Fault | null;
}

const inner = (value: object): string => JSON.stringify(value).slice(1, -1);

/** The answer in one piece. */
export function whole({ head, text, finish, usage, fault }: Answered): Reply {
  const choice = { index: 0, message: { role: 'assistant', content: text }, finish_reason: finish };
  const body = `{${inner({ ...head, object: 'chat.completion', choices: [choice] })},"usage":${usage}}`;
  const contentType = 'application/json';
  if (fault === 'malformed') return { contentType, early: '', late: '{"id": broken', cut: false };
  if (fault === 'cut') return { contentType, early: body.slice(0, body.length / 2), late: '', cut: true };
  return { contentType, early: '', late: body, cut: false };
}

/** The answer as server-sent events: half of the text first, then the rest, then what it cost if that was asked. */
export function streamed({ head, text, finish, usage, fault }: Answered, includeUsage: boolean): Reply {
  const named = { ...head, object: 'chat.completion.chunk' };
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: {${inner({ ...named, choices: [{ index: 0, delta, finish_reason }] })}}\n\n`;
  const half = Math.ceil(text.length / 2);
  const early = chunk({ role: 'assistant', content: text.slice(0, half) }, null);
  const cost = includeUsage ? `data: {${inner({ ...named, choices: [] })},"usage":${usage}}\n\n` : '';
  const late = `${chunk({ content: text.slice(half) }, null)}${chunk({}, finish)}${cost}data: [DONE]\n\n`;
  const contentType = 'text/event-stream';
  if (fault === 'malformed') return { contentType, early: '', late: 'data: {"id": broken\n\n', cut: false };
  return { contentType, early, late, cut: fault === 'cut' };
}
