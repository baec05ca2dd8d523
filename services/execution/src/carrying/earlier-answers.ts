import { OwnError, type DataOf, type EvaluationStarted, type Stored } from '@taskbench/contracts';
import { checkpoint } from '@taskbench/event-log';
import type { Fact } from '@taskbench/kernel';
import { caughtUp, type Runtime } from '@taskbench/service-kit';
import { carry, type Asked } from './carry.ts';

type Started = DataOf<typeof EvaluationStarted>;

// Where several were asked alike: of the evaluation that is extended first, and there the answer to the same cell.
const ANSWERS = `
  select distinct on (w.call_id) w.call_id, coalesce(c.carried_from, c.call_id) as "from"
  from unnest($5::text[], $6::text[], $7::text[], $8::text[]) w(call_id, asked, label, input_id)
    join execution.calls c on c.task_id = $1 and c.asked = w.asked and c.status = 'answered'
      and (c.evaluation_id = $3 or ($4 and c.evaluation_id <> $2))
  order by w.call_id, c.evaluation_id is not distinct from $3 desc, (c.label, c.input_id) = (w.label, w.input_id) desc, c.call_id`;

/** Finds the answers that an evaluation takes over: by call, what is said of it in place of a request. */
export type EarlierAnswers = (requests: readonly Asked[]) => Promise<ReadonlyMap<string, Fact>>;

const NONE: EarlierAnswers = () => Promise.resolve(new Map());

/** The answers that there were when an evaluation began; all that its rows must show is waited for. */
export async function earlierAnswers(
  runtime: Runtime,
  evaluation: Started,
  { position }: Stored,
): Promise<EarlierAnswers> {
  const { task_id, evaluation_id, extends: of = null, cache = false } = evaluation;
  if (!of && !cache) return NONE;
  await caughtUp(runtime, 'execution');
  if ((await checkpoint(runtime.pool, 'execution')) < position)
    throw new OwnError('The rows do not show yet what was answered before this evaluation; it is planned again.');
  return async (requests) => {
    const { rows } = await runtime.pool.query<{ call_id: string; from: string }>({
      name: 'answers',
      text: ANSWERS,
      values: [
        task_id,
        evaluation_id,
        of,
        cache,
        requests.map(({ call_id }) => call_id),
        requests.map(({ asked }) => asked),
        requests.map(({ label }) => label),
        requests.map(({ input_id }) => input_id),
      ],
    });
    const found = new Map(rows.map(({ call_id, from }) => [call_id, from]));
    const carried = requests.flatMap((request) => {
      const from = found.get(request.call_id);
      return from === undefined ? [] : [{ request, from }];
    });
    return new Map(
      await Promise.all(
        carried.map(async ({ request, from }) => {
          const stream = await runtime.log.stream(`call-${from}`);
          return [request.call_id, carry(request, from, stream)] as const;
        }),
      ),
    );
  };
}
