import type { QualityCheck, TaskDefinition } from '@taskbench/contracts';
import type { Texts } from '@taskbench/event-log';
import { Kept } from '@taskbench/service-kit';

/** All that an evaluation needs of its task, pinned at the start as one text. */
export interface Manifest {
  readonly task: TaskDefinition;
  readonly checks: readonly QualityCheck[];
}

/** Manifests by digest, a few of them kept: calls of one evaluation all read the same. */
export class Manifests {
  private readonly kept = new Kept<Manifest>(8);

  constructor(private readonly texts: Texts) {}

  read(taskId: string, digest: string): Promise<Manifest> {
    return this.kept.get(digest, async () => JSON.parse(await this.texts.one(taskId, digest)) as Manifest);
  }
}
