import { z } from 'zod';
import { CostsQuery, CostsView } from './billing/api.ts';
import { RulesView } from './checks/views.ts';
import {
  CancelEvaluation,
  AskedCheck,
  AskedEvaluation,
  CallsQuery,
  CheckedEvaluation,
  ModelsQuery,
  PageQuery,
  RefreshQuery,
  ResolveCall,
} from './execution/api.ts';
import { AddConnection, ChangeConnection, ConnectionList, ConnectionView } from './execution/connections.ts';
import { OUTPUT_LINES, OutputLinesQuery } from './execution/import.ts';
import { RecommendModels, SuitableModels } from './execution/recommend.ts';
import { CallList, CallView, CatalogueView, EvaluationList, EvaluationView, ModelList } from './execution/views.ts';
import { ResultsQuery } from './scoring/ranking.ts';
import { RecommendationList, ResultsView } from './scoring/views.ts';
import { DeadLetterList, DeadLetterView, ProjectionsView, VerificationView } from './tasks/audit.ts';
import {
  CheckImportQuery,
  CreateTask,
  CreateTaskQuery,
  ExportQuery,
  ImportQuery,
  ImportTask,
  ReviseTask,
  TASK_FILES,
} from './tasks/api.ts';
import { CheckedTask, EventList, ImportedTask, InputList, TaskList, TaskView, VersionList } from './tasks/views.ts';

/** The five services, each a process of its own when wanted. */
export const services = ['tasks', 'checks', 'execution', 'scoring', 'billing'] as const;
export type Service = (typeof services)[number];

/** One address of the API: who answers it, what it takes and gives. Docs, proxy and clients are made from this. */
export interface Route {
  readonly owner: Service;
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** What it takes beside JSON, as bytes. */
  readonly accepts?: readonly string[];
  readonly status: number;
  readonly response: z.ZodType;
  /** What it gives in place of JSON. */
  readonly gives?: readonly string[];
}

const taskFiles = Object.values(TASK_FILES).flat();

export const routes: readonly Route[] = [
  {
    owner: 'tasks',
    method: 'post',
    path: '/tasks',
    summary: 'Create a task; its checks are generated unless given',
    query: CreateTaskQuery,
    body: CreateTask,
    status: 201,
    response: TaskView,
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/tasks',
    summary: 'List tasks, newest first',
    query: PageQuery,
    status: 200,
    response: TaskList,
  },
  {
    owner: 'tasks',
    method: 'post',
    path: '/tasks/import',
    summary: 'Create a task from a file: YAML, a use-case folder as zip, or its inputs as CSV or JSONL',
    query: ImportQuery,
    body: ImportTask,
    accepts: taskFiles,
    status: 201,
    response: ImportedTask,
  },
  {
    owner: 'tasks',
    method: 'post',
    path: '/tasks/import/check',
    summary: 'Say what an import would make of a file, or what is wrong with it; nothing is kept',
    query: CheckImportQuery,
    body: ImportTask,
    accepts: taskFiles,
    status: 200,
    response: CheckedTask,
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/tasks/{id}/export',
    summary: 'A task as a file that can be imported again',
    query: ExportQuery,
    status: 200,
    response: z.string(),
    gives: Object.values(TASK_FILES).map(([type]) => type),
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/schemas/task.json',
    summary: 'The JSON Schema of a task as YAML, for editors',
    status: 200,
    response: z.record(z.string(), z.unknown()),
    gives: ['application/schema+json'],
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/tasks/{id}',
    summary: 'A task with its texts and checks',
    status: 200,
    response: TaskView,
  },
  {
    owner: 'tasks',
    method: 'patch',
    path: '/tasks/{id}',
    summary: 'Change a task: a new version',
    query: CreateTaskQuery,
    body: ReviseTask,
    status: 200,
    response: TaskView,
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/tasks/{id}/versions',
    summary: 'The versions of a task, newest first',
    query: PageQuery,
    status: 200,
    response: VersionList,
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/tasks/{id}/inputs',
    summary: 'The inputs of a task with their gold',
    query: PageQuery,
    status: 200,
    response: InputList,
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/events',
    summary: 'The whole log in order',
    query: PageQuery,
    status: 200,
    response: EventList,
  },
  {
    owner: 'tasks',
    method: 'post',
    path: '/verify',
    summary: 'Recompute the chain over all events and open all texts',
    status: 200,
    response: VerificationView,
  },
  {
    owner: 'tasks',
    method: 'get',
    path: '/dead-letters',
    summary: 'Events that could not be handled and were set aside',
    query: PageQuery,
    status: 200,
    response: DeadLetterList,
  },
  {
    owner: 'tasks',
    method: 'post',
    path: '/dead-letters/{id}/redrive',
    summary: 'Try a dead letter again',
    status: 200,
    response: DeadLetterView,
  },
  ...services.flatMap((owner): Route[] => [
    {
      owner,
      method: 'post',
      path: `/projections/${owner}/verify`,
      summary: `Hold the rows of ${owner} against the log folded anew`,
      status: 200,
      response: ProjectionsView,
    },
    {
      owner,
      method: 'post',
      path: `/projections/${owner}/rebuild`,
      summary: `Fold the log anew and write the rows of ${owner} that differ`,
      status: 200,
      response: ProjectionsView,
    },
  ]),
  {
    owner: 'checks',
    method: 'get',
    path: '/quality-checks/rules',
    summary: 'Every rule with its parameters and an example',
    status: 200,
    response: RulesView,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/models',
    summary: 'The models that can be chosen, with prices',
    query: ModelsQuery,
    status: 200,
    response: ModelList,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/models/refresh',
    summary: "Fetch the providers' lists of models anew; where that fails the old one is kept and its age said",
    query: RefreshQuery,
    status: 200,
    response: CatalogueView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/models/recommend',
    summary: 'The models that have what a task needs, cheapest first, and how many were left out why',
    body: RecommendModels,
    status: 200,
    response: SuitableModels,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/connections',
    summary: 'List connections, and servers on this machine that could be one',
    status: 200,
    response: ConnectionList,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/connections',
    summary: 'Add a connection; its key is kept sealed and never shown',
    body: AddConnection,
    status: 201,
    response: ConnectionView,
  },
  {
    owner: 'execution',
    method: 'patch',
    path: '/connections/{id}',
    summary: 'Change a connection; another scheme, host or port erases its key',
    body: ChangeConnection,
    status: 200,
    response: ConnectionView,
  },
  {
    owner: 'execution',
    method: 'delete',
    path: '/connections/{id}',
    summary: 'Remove a connection and its key; refused while an evaluation uses it',
    status: 200,
    response: ConnectionView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/connections/{id}/test',
    summary: 'Make one free request and say what came back',
    status: 200,
    response: ConnectionView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/evaluations',
    summary: 'Start an evaluation, of models or of outputs that are there already',
    query: OutputLinesQuery,
    body: AskedEvaluation,
    accepts: OUTPUT_LINES,
    status: 201,
    response: EvaluationView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/evaluations/check',
    summary: 'Say whether an evaluation could be started, before its task is there; nothing is kept or paid',
    body: AskedCheck,
    status: 200,
    response: CheckedEvaluation,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/evaluations',
    summary: 'List evaluations, newest first',
    query: PageQuery,
    status: 200,
    response: EvaluationList,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/evaluations/{id}',
    summary: 'An evaluation and its progress',
    status: 200,
    response: EvaluationView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/evaluations/{id}/pause',
    summary: 'Send no new request until it is resumed',
    status: 200,
    response: EvaluationView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/evaluations/{id}/resume',
    summary: 'Go on with a paused evaluation',
    status: 200,
    response: EvaluationView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/evaluations/{id}/cancel',
    summary: 'Send no request any more, or none to one model; what was answered is kept',
    body: CancelEvaluation,
    status: 200,
    response: EvaluationView,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/evaluations/{id}/calls',
    summary: 'The calls of an evaluation in order',
    query: CallsQuery,
    status: 200,
    response: CallList,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/calls/{id}',
    summary: 'A call with its output',
    status: 200,
    response: CallView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/calls/{id}/resolve',
    summary: 'Decide what becomes of a held call',
    body: ResolveCall,
    status: 200,
    response: CallView,
  },
  {
    owner: 'scoring',
    method: 'get',
    path: '/evaluations/{id}/results',
    summary: 'Ranking, six metrics, violations and the answer in words',
    query: ResultsQuery,
    status: 200,
    response: ResultsView,
  },
  {
    owner: 'scoring',
    method: 'get',
    path: '/recommendations',
    summary: 'The latest answer of every task',
    query: PageQuery,
    status: 200,
    response: RecommendationList,
  },
  {
    owner: 'billing',
    method: 'get',
    path: '/costs',
    summary: 'Cost by model and phase',
    query: CostsQuery,
    status: 200,
    response: CostsView,
  },
];

const segments = (path: string) => path.split('?')[0]!.split('/').filter(Boolean);

/** The routes at a path, one a method; an address without parameters goes before one with. */
export function routesAt(path: string): readonly Route[] {
  const asked = segments(path);
  const fit = routes.filter(({ path }) => {
    const known = segments(path);
    return known.length === asked.length && known.every((part, at) => part.startsWith('{') || part === asked[at]);
  });
  return fit.sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
}

/** The service that answers a path, or null. The live socket belongs to execution. */
export function ownerOf(path: string): Service | null {
  const [first, , third] = segments(path);
  if (first === 'evaluations' && third === 'live') return 'execution';
  return routesAt(path)[0]?.owner ?? null;
}
