import { z } from 'zod';
import { CostsQuery, CostsView } from './billing/api.ts';
import { RulesView } from './checks/views.ts';
import { ModelsQuery, PageQuery, ResolveCall, StartEvaluation } from './execution/api.ts';
import { CallList, CallView, CatalogueView, EvaluationList, EvaluationView, ModelList } from './execution/views.ts';
import { RecommendationList, ResultsView } from './scoring/views.ts';
import { DeadLetterList, DeadLetterView, ProjectionsView, VerificationView } from './tasks/audit.ts';
import { CreateTask, CreateTaskQuery, ImportTask, ReviseTask } from './tasks/api.ts';
import { EventList, ImportedTask, InputList, TaskList, TaskView, VersionList } from './tasks/views.ts';

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
  readonly status: number;
  readonly response: z.ZodType;
}

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
    summary: 'Create a task from its YAML',
    query: CreateTaskQuery,
    body: ImportTask,
    status: 201,
    response: ImportedTask,
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
    summary: "Fetch the provider's list of models anew; where that fails the old one is kept and its age said",
    status: 200,
    response: CatalogueView,
  },
  {
    owner: 'execution',
    method: 'post',
    path: '/evaluations',
    summary: 'Start an evaluation',
    body: StartEvaluation,
    status: 201,
    response: EvaluationView,
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
    summary: 'Send no request any more; what was answered is kept',
    status: 200,
    response: EvaluationView,
  },
  {
    owner: 'execution',
    method: 'get',
    path: '/evaluations/{id}/calls',
    summary: 'The calls of an evaluation in order',
    query: PageQuery,
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

/** The service that answers a path, or null. The live socket belongs to execution. */
export function ownerOf(path: string): Service | null {
  const asked = segments(path);
  if (asked[0] === 'evaluations' && asked[2] === 'live') return 'execution';
  const fits = ({ path }: Route) => {
    const known = segments(path);
    return known.length === asked.length && known.every((part, at) => part.startsWith('{') || part === asked[at]);
  };
  return (routes.find((route) => fits(route) && !route.path.includes('{')) ?? routes.find(fits))?.owner ?? null;
}
