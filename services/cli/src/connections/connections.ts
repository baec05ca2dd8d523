import type { ConnectionList, ConnectionView } from '@taskbench/contracts';
import { openApi, type Api } from '../api.ts';
import { print, printJson, say } from '../say.ts';
import { connectionLines } from '../show/lists.ts';
import { screenOf } from '../show/screen.ts';
import { harmless } from '../show/text.ts';
import { keyFrom, type KeySource } from './key.ts';
import { connectionNamed } from './named.ts';

/** The connections of a stack, as the terminal lists and changes them. */
export class Connections {
  private readonly api: Api;

  constructor(apiUrl: string) {
    this.api = openApi(apiUrl);
  }

  async list(json: boolean): Promise<void> {
    const all = await this.api.get<ConnectionList>('/connections');
    if (json) return printJson(all);
    print(connectionLines(all.connections, screenOf(process.stdout)));
    for (const { name, base_url } of all.offered)
      say(`${name} answers on this machine: ./RunTaskBench.sh connections add "${name}" ${base_url}`);
  }

  /** Exit code 0 when it answers, 1 when it does not; it is there in both cases. */
  async add(name: string, base_url: string, source: KeySource): Promise<number> {
    const key = await keyFrom(source);
    const { id } = await this.api.post<ConnectionView>('/connections', {
      name,
      base_url,
      ...(key !== null && { key }),
    });
    say(`${harmless(name)} is added.`);
    return this.tested(id);
  }

  async test(asked: string): Promise<number> {
    return this.tested((await connectionNamed(this.api, asked)).id);
  }

  async remove(asked: string): Promise<void> {
    const { id, name } = await connectionNamed(this.api, asked);
    await this.api.remove(`/connections/${id}`);
    say(`${harmless(name)} is removed, and its key with it.`);
  }

  private async tested(id: string): Promise<number> {
    const { last_answer } = await this.api.post<ConnectionView>(`/connections/${id}/test`, {});
    print(harmless(last_answer?.said ?? 'Nothing is known of it.'));
    return last_answer?.ok ? 0 : 1;
  }
}
