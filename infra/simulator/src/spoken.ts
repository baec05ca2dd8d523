import { within } from './charge.ts';
import type { Fault } from './faults.ts';

/** What is said in the end: the text or a refusal, and how it ended. */
export interface Spoken {
  readonly text: string | null;
  readonly refusal: string | null;
  readonly finish: 'stop' | 'length' | 'content_filter';
}

/** What a model says of what it has to say, as far as its tokens and the fault let it. */
export function spoken(whole: string, maxTokens: number | null | undefined, fault: Fault | null): Spoken {
  const said = { text: within(whole, maxTokens), refusal: null };
  switch (fault) {
    case 'null_content':
      return { text: null, refusal: null, finish: 'stop' };
    case 'length':
      return { text: whole.slice(0, Math.ceil(whole.length / 2)), refusal: null, finish: 'length' };
    case 'length_empty':
      return { text: null, refusal: null, finish: 'length' };
    case 'refusal':
      return { text: null, refusal: 'I cannot help with that.', finish: 'stop' };
    case 'filtered':
      return { text: null, refusal: null, finish: 'content_filter' };
    default:
      return { ...said, finish: said.text.length < whole.length ? 'length' : 'stop' };
  }
}
