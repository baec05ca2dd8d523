import { runCheck } from '@taskbench/check-engine';
import { defineService, type Sweep } from '@taskbench/service-kit';
import { RecommendationsController } from './http/recommendations.controller.ts';
import { ResultsController } from './http/results.controller.ts';
import { Manifests } from './manifests/manifests.ts';
import { boards } from './migrations/0001-boards.ts';
import { cancelled } from './migrations/0002-cancelled.ts';
import { calls } from './projections/calls.ts';
import { costs } from './projections/costs.ts';
import { evaluations } from './projections/evaluations.ts';
import { finishScoring } from './reactions/finish-scoring.ts';
import { scoreCall } from './reactions/score-call.ts';
import { ResultsBook } from './results/results-book.ts';

/** Verdicts, metrics, ranking, recommendation. */
export const scoring = defineService({
  name: 'scoring',
  migrations: [boards, cancelled],
  projections: [evaluations, calls, costs],
  parts: (runtime) => {
    const { log, texts, pool } = runtime;
    const manifests = new Manifests(log, texts);
    let finish: Sweep | null = null;
    return {
      reactions: [scoreCall({ log, texts, manifests, judge: runCheck })],
      controllers: [ResultsController, RecommendationsController],
      providers: [{ provide: ResultsBook, useValue: new ResultsBook(pool, manifests) }],
      committed: () => finish?.wake(),
      start: () => [(finish = finishScoring(runtime))],
    };
  },
});
