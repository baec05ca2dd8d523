import { Controller, Get, Inject, Param } from '@nestjs/common';
import { EvaluationId, type ResultsView } from '@taskbench/contracts';
import { NotFound } from '@taskbench/service-kit';
import { ResultsBook } from '../results/results-book.ts';

/** Results of one evaluation; unfinished ones while it runs. */
@Controller()
export class ResultsController {
  constructor(@Inject(ResultsBook) private readonly book: ResultsBook) {}

  @Get('evaluations/:id/results')
  async results(@Param('id') id: string): Promise<ResultsView> {
    const results = EvaluationId.safeParse(id).success ? await this.book.of(id) : null;
    if (!results) throw new NotFound('evaluation', id);
    return results.view;
  }
}
