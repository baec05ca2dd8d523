import { Controller, Get, Inject, Query } from '@nestjs/common';
import { PageQuery, type ModelList } from '@taskbench/contracts';
import { valid } from '@taskbench/service-kit';
import { z } from 'zod';
import { Catalogue } from '../catalogue/catalogue.ts';

const ModelsQuery = PageQuery.extend({ search: z.string().max(200).optional() });

@Controller('models')
export class ModelsController {
  constructor(@Inject(Catalogue) private readonly catalogue: Catalogue) {}

  @Get()
  async list(
    @Query(valid(ModelsQuery)) { limit, cursor, search }: z.infer<typeof ModelsQuery>,
  ): Promise<z.infer<typeof ModelList>> {
    const wanted = search?.toLowerCase() ?? '';
    const found = ((await this.catalogue.models()) ?? []).filter(({ id, name }) =>
      `${id} ${name}`.toLowerCase().includes(wanted),
    );
    const from = Number(cursor ?? 0) || 0;
    const models = found.slice(from, from + limit).map(({ id, name, context_length, prices }) => ({
      id,
      name,
      connection_id: this.catalogue.connectionId,
      context_length,
      prompt_price: prices?.prompt ?? null,
      completion_price: prices?.completion ?? null,
    }));
    return { models, next_cursor: from + limit < found.length ? String(from + limit) : null };
  }
}
