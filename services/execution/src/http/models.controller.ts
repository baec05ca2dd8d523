import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  ModelsQuery,
  RecommendModels,
  RefreshQuery,
  type CatalogueView,
  type ModelList,
  type SuitableModels,
  type TaskDefinition,
} from '@taskbench/contracts';
import { caughtUp, NotFound, Runtime, valid } from '@taskbench/service-kit';
import { askWhy } from '../catalogue/ask-why.ts';
import { choose, pageOf } from '../catalogue/choose.ts';
import { callsOf, needsOf } from '../catalogue/needs.ts';
import { recommend } from '../catalogue/recommend.ts';
import { modelRow } from '../catalogue/view.ts';
import type { Connection } from '../connections/connect.ts';
import { Connections } from '../connections/connections.ts';
import { together } from '../connections/freshness.ts';
import { look, type Look } from '../connections/look.ts';
import { Queries } from './queries.ts';

@Controller('models')
export class ModelsController {
  constructor(
    @Inject(Runtime) private readonly runtime: Runtime,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Connections) private readonly connections: Connections,
  ) {}

  @Get()
  async list(@Query(valid(ModelsQuery)) query: ModelsQuery): Promise<ModelList> {
    const looks = await look(await this.those(query.connection_id), (catalogue) => catalogue.browse());
    const state = together(looks);
    const found = choose(offered(looks), query);
    const { models, next_cursor } = pageOf(found, query);
    return { models: models.map(modelRow), next_cursor, found: found.length, ...state };
  }

  @Post('refresh')
  @HttpCode(200)
  async refresh(@Query(valid(RefreshQuery)) { connection_id }: RefreshQuery): Promise<CatalogueView> {
    const looks = await look(await this.those(connection_id), (catalogue) => catalogue.refresh());
    const models = looks.reduce((sum, { shown }) => sum + (shown?.listing.models?.length ?? 0), 0);
    return { models, ...together(looks) };
  }

  @Post('recommend')
  @HttpCode(200)
  async recommend(@Body(valid(RecommendModels)) body: RecommendModels): Promise<SuitableModels> {
    const task = body.task ?? (body.task_id === undefined ? null : await this.definition(body.task_id));
    const calls = callsOf(task);
    const needs = needsOf(task, calls, body.max_tokens, body.needs);
    const looks = await look(await this.connections.all(), (catalogue) => catalogue.browse());
    const state = together(looks);
    const { models, left_out } = recommend(offered(looks), needs, calls);
    const shown = models.slice(0, body.limit);
    const { runtime, connections } = this;
    const why: Pick<SuitableModels, 'explanation' | 'unexplained'> =
      body.explain && task && body.task_id !== undefined
        ? await askWhy(runtime, connections, body.task_id, task, shown)
        : { explanation: null, unexplained: 'not_asked' };
    return { models: shown, found: models.length, left_out, typical_call: calls.typical, needs, ...why, ...state };
  }

  private async definition(id: string): Promise<TaskDefinition> {
    await caughtUp(this.runtime, 'execution');
    const task = await this.queries.task(id);
    if (!task) throw new NotFound('task', id);
    return JSON.parse(await this.runtime.texts.one(id, task.manifest)) as TaskDefinition;
  }

  private async those(id: string | undefined): Promise<readonly Connection[]> {
    if (id === undefined) return this.connections.all();
    const connection = await this.connections.one(id);
    if (!connection) throw new NotFound('connection', id);
    return [connection];
  }
}

const offered = (looks: readonly Look[]) =>
  looks.flatMap(({ connection: { id }, shown }) =>
    (shown?.listing.models ?? []).map((model) => ({ ...model, connection_id: id })),
  );
