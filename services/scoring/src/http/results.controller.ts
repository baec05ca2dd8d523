import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { EvaluationId, ResultsQuery, type ResultsView } from '@taskbench/contracts';
import { NotFound, valid } from '@taskbench/service-kit';
import { readRankBy } from '../results/rank-by.ts';
import { ResultsBook } from '../results/results-book.ts';

/** Results of one evaluation; unfinished ones while it runs. */
@Controller()
export class ResultsController {
  constructor(@Inject(ResultsBook) private readonly book: ResultsBook) {}

  @Get('evaluations/:id/results')
  async results(
    @Param('id') id: string,
    @Query(valid(ResultsQuery)) { rank_by, at_least }: ResultsQuery,
  ): Promise<ResultsView> {
    const asked = { ...(rank_by && { rankBy: readRankBy(rank_by) }), atLeast: at_least };
    const results = EvaluationId.safeParse(id).success ? await this.book.of(id, asked) : null;
    if (!results) throw new NotFound('evaluation', id);
    return results.view;
  }
}
