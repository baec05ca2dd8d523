import { Controller, Get, Inject, Query } from '@nestjs/common';
import { EvaluationId, PageQuery, type RecommendationRow } from '@taskbench/contracts';
import { badCursor, Runtime, valid } from '@taskbench/service-kit';
import { ResultsBook } from '../results/results-book.ts';

interface Latest {
  readonly id: string;
  readonly task_id: string;
  readonly task_name: string;
  readonly ended_at: number;
  readonly simulated: boolean;
  readonly inputs: number;
  readonly checks: number;
}

const LATEST = `
  select * from (
    select distinct on (task_id) id, task_id, task_name, ended_at, simulated, inputs, checks
    from scoring.evaluations where status in ('completed', 'budget_exhausted') order by task_id, ended_at desc, id
  ) latest
  where $1::bigint is null or (ended_at, id) < ($1, $2::uuid) order by ended_at desc, id desc limit $3`;
const CURSOR = /^(\d{1,16})_(.+)$/;

/** The latest answer of every task, newest first. */
@Controller()
export class RecommendationsController {
  constructor(
    @Inject(Runtime) private readonly runtime: Runtime,
    @Inject(ResultsBook) private readonly book: ResultsBook,
  ) {}

  @Get('recommendations')
  async recommendations(@Query(valid(PageQuery)) { limit, cursor }: PageQuery) {
    const [at, id] = after(cursor);
    const { rows } = await this.runtime.pool.query<Latest>(LATEST, [at, id, limit + 1]);
    const page = rows.slice(0, limit);
    const recommendations: RecommendationRow[] = [];
    for (const row of page) recommendations.push(await this.answer(row));
    const last = page.at(-1);
    return { recommendations, next_cursor: rows.length > limit && last ? `${last.ended_at}_${last.id}` : null };
  }

  private async answer({ id, ended_at, ...of }: Latest): Promise<RecommendationRow> {
    const { view, recommended } = (await this.book.of(id))!;
    const best = view.rows.find(({ label }) => label === recommended[0]);
    return {
      ...of,
      evaluation_id: id,
      evaluated_at: new Date(ended_at / 1_000).toISOString(),
      sentence: view.answer.sentence,
      models: [...recommended],
      f1: best?.f1 ?? null,
      cost_per_1000_usd: best?.cost_per_1000_usd ?? null,
    };
  }
}

function after(cursor: string | undefined): [string | null, string | null] {
  if (cursor === undefined) return [null, null];
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  if (!at || !EvaluationId.safeParse(id).success) throw badCursor();
  return [at, id!];
}
