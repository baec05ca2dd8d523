import {
  canonical,
  CallAnswered,
  OutputCarried,
  OutputImported,
  OwnError,
  type CallKey,
  type Phase,
  type Stored,
  type TaskDefinition,
} from '@taskbench/contracts';
import { handle, type EventLog, type Texts } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import { score } from '../domain/score.ts';
import type { Manifests } from '../manifests/manifests.ts';
import { METRIC_VERSION, REVISION } from '../metric-version.ts';
import type { Judge } from '../output/checks.ts';
import { scoreOutput } from '../output/score-output.ts';

interface Sources {
  readonly log: EventLog;
  readonly texts: Texts;
  readonly manifests: Manifests;
  readonly judgeOf: (task: TaskDefinition) => Judge;
}

const EXECUTION: Phase = 'execution';

/** An output came in: it is parsed, matched and checked, and its evidence sealed with the task's texts. */
export const scoreCall = (sources: Sources) => reaction('score-call', CallAnswered, scorer(sources), EXECUTION);
/** An output was given: the same happens to it. */
export const scoreImported = (sources: Sources) => reaction('score-imported', OutputImported, scorer(sources));
/** An answer was carried over: the same happens to it, with the checks of today. */
export const scoreCarried = (sources: Sources) => reaction('score-carried', OutputCarried, scorer(sources));

const scorer =
  ({ log, texts, manifests, judgeOf }: Sources) =>
  async (answer: CallKey & { output: string; unjoined?: true | undefined }, event: Stored): Promise<void> => {
    const { evaluation_id, task_id, call_id } = answer;
    if (evaluation_id === null) return;
    const [manifest, output] = await Promise.all([manifests.of(evaluation_id), texts.one(task_id, answer.output)]);
    const { task, checks, inputs } = manifest;
    const input = inputs.get(answer.input_id);
    if (!input) throw new OwnError(`Input ${answer.input_id} is not in the manifest of evaluation ${evaluation_id}.`);
    const asked = { input: input.text, input_id: input.id, gold: input.gold };
    const scorable = { output, spec: task.output, checks, unjoined: answer.unjoined, ...asked };
    const { parse, metrics, verdicts, detail, answer: says, fields } = await scoreOutput(scorable, judgeOf(task));
    const sealed = await texts.seal(task_id, canonical(detail));
    const scored = {
      revision: REVISION,
      metric_version: METRIC_VERSION,
      parse,
      metrics,
      verdicts,
      detail: sealed.digest,
      answer: await texts.digestOf(task_id, says),
      fields,
    };
    const data = { ...keyOf(answer), ...scored };
    const context = { correlation: evaluation_id, causation: event.id, texts: [sealed], fresh: true };
    await handle(log, score, `${call_id}-${REVISION}`, { type: 'RecordScore', data }, context);
  };

const keyOf = ({ call_id, evaluation_id, task_id, phase, label, input_id, repetition }: CallKey) => ({
  call_id,
  evaluation_id,
  task_id,
  phase,
  label,
  input_id,
  repetition,
});
