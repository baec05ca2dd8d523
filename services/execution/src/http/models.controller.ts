import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ModelsQuery, type CatalogueView, type ModelList } from '@taskbench/contracts';
import { valid } from '@taskbench/service-kit';
import { Catalogue } from '../catalogue/catalogue.ts';
import { choose, pageOf } from '../catalogue/choose.ts';
import { freshness, modelRow } from '../catalogue/view.ts';

@Controller('models')
export class ModelsController {
  constructor(@Inject(Catalogue) private readonly catalogue: Catalogue) {}

  @Get()
  async list(@Query(valid(ModelsQuery)) query: ModelsQuery): Promise<ModelList> {
    const shown = await this.catalogue.browse();
    const found = choose(shown.listing.models ?? [], query);
    const { models, next_cursor } = pageOf(found, query);
    return {
      models: models.map((model) => modelRow(model, this.catalogue.connectionId)),
      next_cursor,
      found: found.length,
      ...freshness(shown),
    };
  }

  @Post('refresh')
  @HttpCode(200)
  async refresh(): Promise<CatalogueView> {
    const shown = await this.catalogue.refresh();
    return { models: shown.listing.models?.length ?? 0, ...freshness(shown) };
  }
}
