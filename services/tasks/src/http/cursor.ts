import type { PageQuery } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';

const badCursor = () =>
  new BadInput(
    [{ path: 'cursor', message: 'is not one that this list gave. Leave it out to start again.' }],
    'bad-cursor',
  );

/** The whole number that a list's last page ended with, or where its first page starts. */
export function numberCursor({ cursor }: PageQuery, start: number): number {
  if (cursor === undefined) return start;
  if (!/^\d{1,15}$/.test(cursor)) throw badCursor();
  return Number(cursor);
}

/** A place in the list of tasks that stays where it is when newer tasks come: created when, and which of these. */
export interface TaskPlace {
  readonly created_at: number;
  readonly id: string;
}

export const taskCursor = ({ created_at, id }: TaskPlace): string => `${created_at}.${id}`;

/** The last task of the page before, or null for the first page. */
export function taskPlace({ cursor }: PageQuery): TaskPlace | null {
  if (cursor === undefined) return null;
  const [, created_at, id] = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (created_at === undefined || id === undefined) throw badCursor();
  return { created_at: Number(created_at), id };
}
