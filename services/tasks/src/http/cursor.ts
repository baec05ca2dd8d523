import type { PageQuery } from '@taskbench/contracts';
import { badCursor } from '@taskbench/service-kit';

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
