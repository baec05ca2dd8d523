import { openSandbox } from '@taskbench/sandbox';
import type { TaskDefinition } from '@taskbench/contracts';
import { defineService, type Sweep } from '@taskbench/service-kit';
import { RecommendationsController } from './http/recommendations.controller.ts';
import { ResultsController } from './http/results.controller.ts';
import { judgeIn } from './judging/judge.ts';
import { Manifests } from './manifests/manifests.ts';
import { boards } from './migrations/0001-boards.ts';
import { cancelled } from './migrations/0002-cancelled.ts';
import { answers } from './migrations/0003-answers.ts';
import { marks } from './migrations/0004-marks.ts';
import { ranking } from './migrations/0005-ranking.ts';
import { carried } from './migrations/0006-carried.ts';
import { calls } from './projections/calls.ts';
import { costs } from './projections/costs.ts';
import { evaluations } from './projections/evaluations.ts';
import { finishScoring } from './reactions/finish-scoring.ts';
import { scoreCall, scoreCarried, scoreImported } from './reactions/score-call.ts';
import { ResultsBook } from './results/results-book.ts';
import { Statistician } from './results/statistician.ts';

/** Verdicts, metrics, ranking, recommendation. */
export const scoring = defineService({
  name: 'scoring',
  migrations: [boards, cancelled, answers, marks, ranking, carried],
  projections: [evaluations, calls, costs],
  parts: (runtime) => {
    const { log, texts, pool, config } = runtime;
    const manifests = new Manifests(log, texts);
    const sandbox = openSandbox();
    const judgeOf = ({ allow_code = false }: TaskDefinition) => judgeIn(sandbox, allow_code && config.allowCode);
    const sources = { log, texts, manifests, judgeOf };
    const statistician = new Statistician();
    let finish: Sweep | null = null;
    return {
      reactions: [scoreCall(sources), scoreImported(sources), scoreCarried(sources)],
      controllers: [ResultsController, RecommendationsController],
      providers: [
        { provide: ResultsBook, useValue: new ResultsBook(pool, manifests, statistician) },
        // Nest calls this when the consumers have ended, so nothing is judged any more.
        { provide: 'sandbox', useValue: { onApplicationShutdown: () => sandbox.close() } },
      ],
      committed: () => finish?.wake(),
      start: () => [(finish = finishScoring(runtime)), statistician],
    };
  },
});
