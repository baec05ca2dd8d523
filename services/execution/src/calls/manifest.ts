import type { QualityCheck, TaskDefinition } from '@taskbench/contracts';
import type { Texts } from '@taskbench/event-log';

/** All that an evaluation needs of its task, pinned at the start as one text. */
export interface Manifest {
  readonly task: TaskDefinition;
  readonly checks: readonly QualityCheck[];
}

const KEPT = 8;

/** Manifests by digest, a few of them kept: calls of one evaluation all read the same. */
export class Manifests {
  private readonly kept = new Map<string, Promise<Manifest>>();

  constructor(private readonly texts: Texts) {}

  read(taskId: string, digest: string): Promise<Manifest> {
    const known = this.kept.get(digest);
    if (known) return known;
    const reading = this.texts.one(taskId, digest).then((text) => JSON.parse(text) as Manifest);
    this.kept.set(digest, reading);
    reading.catch(() => this.kept.delete(digest));
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return reading;
  }
}
