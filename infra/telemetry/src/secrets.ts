import { isError, outline } from './outline.ts';

const KEYS = /key$|token$|secret|password|passwd|authorization|cookie/i;
/** What holds words of users or models, wherever a whole object is logged by mistake. */
const TEXTS = /^(text|texts|prompt|prompts|content|messages|gold|gold_data|body|input_text|answer|output_text)$/i;
const IN_ADDRESS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;
const BEARER = /\b(bearer\s+)[^\s"']+/gi;
const DEEPEST = 6;

/** A string without what opens something: a password in an address, a bearer's token. */
const unlocked = (text: string): string => text.replace(IN_ADDRESS, '$1secret@').replace(BEARER, '$1secret');

/** A value as it may be logged: without keys, passwords and texts, however deep they lie. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return unlocked(value);
  if (value === null || typeof value !== 'object') return value;
  if (isError(value)) return outline(value);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return 'bytes';
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'err'
        ? outline(part)
        : KEYS.test(name)
          ? 'secret'
          : TEXTS.test(name)
            ? 'a text'
            : withoutSecrets(part, depth + 1),
    ]),
  );
}
