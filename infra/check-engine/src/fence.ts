import { trimmed, type Piece } from './text.ts';

/** What a code fence around a whole text holds, and the language that the fence names; undefined where there is no such fence. */
export function insideFence(text: string): (Piece & { readonly language: string }) | undefined {
  const whole = trimmed(text);
  const opening = /^(`{3,}|~{3,})[^\S\r\n]*([\w+#.-]*)[^\S\r\n]*(?:\r\n|\n|\r)?/.exec(whole.text);
  if (!opening || !whole.text.endsWith(opening[1]!) || whole.text.length < opening[0].length + opening[1]!.length)
    return undefined;
  const inner = trimmed(text, whole.start + opening[0].length, whole.end - opening[1]!.length);
  return inner.text.includes(opening[1]!) ? undefined : { ...inner, language: opening[2]! };
}
