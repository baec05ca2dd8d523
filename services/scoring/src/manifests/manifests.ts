import {
  OwnError,
  type DataOf,
  type EvaluationStarted,
  type QualityCheck,
  type TaskDefinition,
} from '@taskbench/contracts';
import type { EventLog, Texts } from '@taskbench/event-log';
import { Kept } from '@taskbench/service-kit';
import { withInferredFields } from '../output/infer.ts';

/** All that scoring needs of an evaluation, pinned at its start as one text; its output's fields inferred if need be. */
export interface Manifest {
  readonly task: TaskDefinition;
  readonly checks: readonly QualityCheck[];
  readonly inputs: ReadonlyMap<string, TaskDefinition['inputs'][number]>;
}

/** Manifests, a few of them kept: the calls of one evaluation are all scored by the same. */
export class Manifests {
  private readonly kept = new Kept<Manifest>(8);

  constructor(
    private readonly log: EventLog,
    private readonly texts: Texts,
  ) {}

  /** Of an evaluation. Read from its stream: our own rows may not have it yet when its first call is answered. */
  of(evaluationId: string): Promise<Manifest> {
    return this.kept.get(evaluationId, async () => {
      const [first] = await this.log.stream(`evaluation-${evaluationId}`);
      if (!first) throw new OwnError(`Evaluation ${evaluationId} is not in the log.`);
      const { task_id, manifest } = first.data as DataOf<typeof EvaluationStarted>;
      const { task, checks } = JSON.parse(await this.texts.one(task_id, manifest)) as Omit<Manifest, 'inputs'>;
      const golds = task.inputs.map(({ gold }) => gold);
      const inputs = new Map(task.inputs.map((input) => [input.id, input]));
      return { task: { ...task, output: withInferredFields(task.output, golds) }, checks, inputs };
    });
  }
}
