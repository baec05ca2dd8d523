import type { CallRow, CallsQuery, PageQuery } from '@taskbench/contracts';
import type { Pool } from '@taskbench/event-log';
import { numberCursor } from '@taskbench/service-kit';
import type { CallBoardRow } from '../projections/calls.ts';
import type { EvaluationRow } from '../projections/evaluation-board.ts';
import type { ProgressRow } from '../projections/model-progress.ts';
import type { KnownTask } from '../projections/tasks.ts';

/** Rows with what is counted when they are read. */
interface Waiting {
  readonly in_doubt: number;
  readonly held: number;
}
export type ShownEvaluation = EvaluationRow & Waiting;
export type ShownProgress = ProgressRow & Waiting;

/** A page of rows and where the next begins. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next_cursor: string | null;
}

const LAST_ORDINAL = 2_147_483_647;
const CALL = `call_id, evaluation_id, phase, label, input_id, repetition, status, attempts, reason, mark,
  queue_ms, first_token_ms, latency_ms, prompt_tokens, completion_tokens, imported, carried_from`;

// Calls whose fate is not known right now; a call that is tried again is not in doubt any more.
const waiting = (status: string, of: string) =>
  `(select count(*)::int from execution.calls c where ${of} and c.status = '${status}') as ${status}`;
const counted = (of: string) => `${waiting('in_doubt', of)}, ${waiting('held', of)}`;
const EVALUATION = `e.*, ${counted('c.evaluation_id = e.evaluation_id')}`;
const MODEL = `m.*, ${counted('c.evaluation_id = m.evaluation_id and c.label = m.label')}`;

/** What the pages of execution read. */
export class Queries {
  constructor(private readonly pool: Pool) {}

  async evaluation(id: string): Promise<ShownEvaluation | undefined> {
    const { rows } = await this.pool.query<ShownEvaluation>(
      `select ${EVALUATION} from execution.evaluations e where evaluation_id = $1`,
      [id],
    );
    return rows[0];
  }

  async evaluations(query: PageQuery): Promise<Page<ShownEvaluation>> {
    const { rows } = await this.pool.query<ShownEvaluation>(
      `select ${EVALUATION} from execution.evaluations e where $1::bigint is null or started_at < $1 order by started_at desc limit $2`,
      [numberCursor(query, null), query.limit + 1],
    );
    return page(rows, query.limit, ({ started_at }) => String(started_at));
  }

  async calls(evaluationId: string, query: CallsQuery): Promise<Page<CallRow>> {
    const { rows } = await this.pool.query<CallRow & { ordinal: number }>(
      `select ${CALL}, ordinal from execution.calls
        where evaluation_id = $1 and ordinal > $2 and ($4::text is null or status = $4) order by ordinal limit $3`,
      [evaluationId, Math.min(numberCursor(query, -1), LAST_ORDINAL), query.limit + 1, query.status ?? null],
    );
    const { rows: shown, next_cursor } = page(rows, query.limit, ({ ordinal }) => String(ordinal));
    return { rows: shown.map(({ ordinal, ...row }) => (void ordinal, row)), next_cursor };
  }

  async call(id: string): Promise<(CallRow & Pick<CallBoardRow, 'task_id' | 'output'>) | undefined> {
    const { rows } = await this.pool.query<CallRow & Pick<CallBoardRow, 'task_id' | 'output'>>(
      `select ${CALL}, task_id, output from execution.calls where call_id = $1`,
      [id],
    );
    return rows[0];
  }

  /** The seed of the task's latest evaluation that asked models. */
  async latestSeed(taskId: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ seed: number }>(
      `select (started ->> 'seed')::int as seed from execution.evaluations where started ->> 'task_id' = $1 and started ->> 'imported' is null
       order by started_at desc limit 1`,
      [taskId],
    );
    return rows[0]?.seed;
  }

  async task(id: string): Promise<KnownTask | undefined> {
    const { rows } = await this.pool.query<KnownTask>('select * from execution.tasks where task_id = $1', [id]);
    return rows[0];
  }

  /** The evaluation and its models as far as they changed after a position. */
  async changes(
    evaluationId: string,
    after: number,
  ): Promise<{ position: number; evaluation?: ShownEvaluation; models: ShownProgress[] }> {
    const { rows } = await this.pool.query<{
      position: number;
      evaluation: ShownEvaluation | null;
      models: ShownProgress[];
    }>({
      name: 'changes',
      text: `select c.position,
          (select to_json(x) from (select ${EVALUATION} from execution.evaluations e where e.evaluation_id = $1 and e.position > $2) x) as evaluation,
          (select coalesce(json_agg(x order by x.place), '[]')
            from (select ${MODEL} from execution.model_progress m where m.evaluation_id = $1 and m.position > $2) x) as models
        from execution.checkpoints c where c.name = 'projections'`,
      values: [evaluationId, after],
    });
    const { position, evaluation, models } = rows[0] ?? { position: 0, evaluation: null, models: [] };
    return { position, models, ...(evaluation && { evaluation }) };
  }
}

function page<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => string): Page<Row> {
  const shown = rows.slice(0, limit);
  return { rows: shown, next_cursor: rows.length > limit ? cursorOf(shown.at(-1)!) : null };
}
