import { between, type Piece } from './text.ts';

/** The parts between separators; an empty one before the first or after the last is none. */
export function separated(output: string, separator: string): Piece[] {
  const found: { start: number; end: number }[] = [];
  for (let at = output.indexOf(separator); at >= 0; at = output.indexOf(separator, at + separator.length))
    found.push({ start: at, end: at + separator.length });
  const parts = between(output, found);
  return parts.filter(({ text }, at) => text !== '' || (at > 0 && at < parts.length - 1));
}
