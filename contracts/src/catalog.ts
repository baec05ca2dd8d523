import { AccountSettled, CallsFunded, CostsPosted, CostsReconciled, FundsRefused } from './billing/events.ts';
import { ChecksGenerated, ChecksGenerationFailed, ChecksProvided, GenerationAsked } from './checks/events.ts';
import type { AnyEvent } from './event.ts';
import {
  AnswerSuperseded,
  AttemptFailed,
  AttemptInDoubt,
  AttemptReconciled,
  AttemptStarted,
  AttemptUnreconciled,
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallHeld,
  CallReleased,
  CallRequested,
  CallUnscored,
  OutputCarried,
  OutputImported,
} from './execution/call-events.ts';
import {
  EvaluationCancelled,
  EvaluationCompleted,
  EvaluationPaused,
  EvaluationResumed,
  EvaluationStarted,
  ModelAbandoned,
  ModelCancelled,
} from './execution/evaluation-events.ts';
import type { Service } from './routes.ts';
import { CallScored, ScoringFinished } from './scoring/events.ts';
import { TaskCreated, TaskRevised } from './tasks/events.ts';

const published: Readonly<Record<Service, readonly AnyEvent[]>> = {
  tasks: [TaskCreated, TaskRevised],
  checks: [GenerationAsked, ChecksGenerated, ChecksGenerationFailed, ChecksProvided],
  execution: [
    EvaluationStarted,
    CallRequested,
    AttemptStarted,
    AttemptFailed,
    AttemptInDoubt,
    CallAnswered,
    AnswerSuperseded,
    AttemptReconciled,
    AttemptUnreconciled,
    CallFailed,
    CallUnscored,
    OutputImported,
    OutputCarried,
    CallHeld,
    CallReleased,
    CallCancelled,
    EvaluationPaused,
    EvaluationResumed,
    EvaluationCancelled,
    ModelAbandoned,
    ModelCancelled,
    EvaluationCompleted,
  ],
  scoring: [CallScored, ScoringFinished],
  billing: [CallsFunded, FundsRefused, CostsPosted, CostsReconciled, AccountSettled],
};

/** Every event by type, with the service that publishes it: the one list that log, transport and docs read. */
export const catalog: ReadonlyMap<string, { readonly event: AnyEvent; readonly service: Service }> = new Map(
  Object.entries(published).flatMap(([service, events]) =>
    events.map((event) => [event.type, { event, service: service as Service }] as const),
  ),
);
