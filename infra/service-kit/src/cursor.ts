import { BadInput } from './problem.ts';

/** A cursor that the list never gave. */
export const badCursor = () =>
  new BadInput(
    [{ path: 'cursor', message: 'is not one that this list gave. Leave it out to start again.' }],
    'bad-cursor',
  );

/** The whole number that a list's last page ended with, or where its first page starts. */
export function numberCursor<Start>({ cursor }: { cursor?: string | undefined }, start: Start): number | Start {
  if (cursor === undefined) return start;
  if (!/^\d{1,16}$/.test(cursor)) throw badCursor();
  return Number(cursor);
}
