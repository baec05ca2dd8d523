import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ModelsQuery, RefreshQuery, type CatalogueView, type ModelList } from '@taskbench/contracts';
import { NotFound, valid } from '@taskbench/service-kit';
import { choose, pageOf } from '../catalogue/choose.ts';
import { modelRow } from '../catalogue/view.ts';
import type { Connection } from '../connections/connect.ts';
import { Connections } from '../connections/connections.ts';
import { together } from '../connections/freshness.ts';
import { look } from '../connections/look.ts';

@Controller('models')
export class ModelsController {
  constructor(@Inject(Connections) private readonly connections: Connections) {}

  @Get()
  async list(@Query(valid(ModelsQuery)) query: ModelsQuery): Promise<ModelList> {
    const looks = await look(await this.those(query.connection_id), (catalogue) => catalogue.browse());
    const state = together(looks);
    const offered = looks.flatMap(({ connection: { id }, shown }) =>
      (shown?.listing.models ?? []).map((model) => ({ ...model, connection_id: id })),
    );
    const found = choose(offered, query);
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

  private async those(id: string | undefined): Promise<readonly Connection[]> {
    if (id === undefined) return this.connections.all();
    const connection = await this.connections.one(id);
    if (!connection) throw new NotFound('connection', id);
    return [connection];
  }
}
