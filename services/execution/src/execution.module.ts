import { defineService } from '@taskbench/service-kit';
import { asker } from './calls/ask.ts';
import { Dispatcher } from './calls/dispatcher.ts';
import { Lease } from './calls/lease.ts';
import { Manifests } from './calls/manifest.ts';
import { Parts } from './long-inputs/parts.ts';
import { Reaper } from './calls/reaper.ts';
import { sender } from './calls/send.ts';
import { Connections } from './connections/connections.ts';
import { ConnectionsController } from './http/connections.controller.ts';
import { EvaluationsController } from './http/evaluations.controller.ts';
import { callFigures } from './http/figures.ts';
import { Live } from './http/live.ts';
import { ModelsController } from './http/models.controller.ts';
import { Queries } from './http/queries.ts';
import { importOutputs } from './imports/import-outputs.ts';
import { boards } from './migrations/0001-boards.ts';
import { claims } from './migrations/0002-claims.ts';
import { limits } from './migrations/0003-limits.ts';
import { catalogueCopy } from './migrations/0004-catalogue.ts';
import { outcomes } from './migrations/0005-outcomes.ts';
import { imported } from './migrations/0006-imported.ts';
import { connections as connectionRows } from './migrations/0007-connections.ts';
import { lookups as lookupRows } from './migrations/0008-lookups.ts';
import { carried } from './migrations/0009-carried.ts';
import { swaps } from './migrations/0010-swaps.ts';
import { steadySteps } from './migrations/0011-steady-steps.ts';
import { leanLooks } from './migrations/0012-lean-looks.ts';
import { looksByKey } from './migrations/0013-looks-by-key.ts';
import { overcharged } from './migrations/0014-overcharged.ts';
import { calls } from './projections/calls.ts';
import { dueCalls } from './projections/due-calls.ts';
import { evaluationBoard } from './projections/evaluation-board.ts';
import { lookups } from './projections/lookups.ts';
import { modelProgress } from './projections/model-progress.ts';
import { runs } from './projections/runs.ts';
import { tasks } from './projections/tasks.ts';
import { abandonModels } from './reactions/abandon-models.ts';
import { completeEvaluations } from './reactions/complete-evaluations.ts';
import { endCalls } from './reactions/end-calls.ts';
import { leaveUnscored } from './reactions/leave-unscored.ts';
import { pauseOvercharged, pauseOverchargedLater } from './reactions/pause-overcharged.ts';
import { reconcileAttempts } from './reactions/reconcile-attempts.ts';
import { requestCalls } from './reactions/request-calls.ts';
import { requestGeneration } from './reactions/request-generation.ts';

/** Evaluations: every model answers every input. The only service that holds keys and sends requests. */
export const execution = defineService({
  name: 'execution',
  migrations: [
    boards,
    claims,
    limits,
    catalogueCopy,
    outcomes,
    imported,
    connectionRows,
    lookupRows,
    carried,
    swaps,
    steadySteps,
    leanLooks,
    looksByKey,
    overcharged,
  ],
  projections: [runs, dueCalls, tasks, calls, evaluationBoard, modelProgress, lookups],

  parts(runtime) {
    const { config, log, texts, pool } = runtime;
    const connections = new Connections(runtime);
    const manifests = new Manifests(texts);
    const parts = new Parts();
    const queries = new Queries(pool);
    const live = new Live(queries);
    const woken: { wake(): void }[] = [live];
    const lease = new Lease(runtime);

    return {
      controllers: [EvaluationsController, ModelsController, ConnectionsController],
      providers: [
        { provide: Connections, useValue: connections },
        { provide: Queries, useValue: queries },
      ],
      sockets: [live.route],
      reactions: [
        requestCalls(runtime, manifests, parts),
        importOutputs(log, texts, manifests),
        requestGeneration(log, connections),
        leaveUnscored(log),
        pauseOvercharged(runtime),
        pauseOverchargedLater(runtime),
      ],
      figures: () => callFigures(pool),
      committed: () => {
        for (const one of woken) one.wake();
      },
      start() {
        const connection = { id: connections.own.id, concurrency: config.providerConcurrency };
        const send = sender(runtime, connections.providerOf, asker(runtime, manifests, parts), lease);
        const dispatcher = new Dispatcher(runtime, lease, send, connection);
        const sweeps = [completeEvaluations(runtime), abandonModels(runtime)];
        woken.push(dispatcher, ...sweeps);
        // The lease outlives the calls in flight that it vouches for.
        const claiming = { close: () => dispatcher.close().then(() => lease.close()) };
        return [
          live,
          ...sweeps,
          endCalls(runtime),
          reconcileAttempts(runtime, connections.providerOf),
          new Reaper(runtime, lease),
          claiming,
        ];
      },
    };
  },
});
