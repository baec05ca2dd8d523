import type { ConnectionList, ConnectionView } from '@taskbench/contracts';
import type { Api } from '../api.ts';
import { harmless } from '../show/text.ts';

/** The connection that is meant by its name, in any case, or its id. */
export async function connectionNamed(api: Api, asked: string): Promise<ConnectionView> {
  const { connections } = await api.get<ConnectionList>('/connections');
  const found = connections.find(({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase());
  if (found) return found;
  const names = connections.map(({ name }) => harmless(name)).join(', ');
  throw new Error(`There is no connection "${harmless(asked)}", only ${names}.`);
}
