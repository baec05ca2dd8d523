import { Controller, Get, Inject, Query } from '@nestjs/common';
import { CostsQuery, formatUsd, type CostsView } from '@taskbench/contracts';
import { Runtime, valid } from '@taskbench/service-kit';
import type { z } from 'zod';
import type { CostBoardRow } from '../projections/costs.ts';

const COSTS = `select label, phase, sum(cost_nano)::bigint as cost_nano, sum(entries)::int as entries,
  sum(unknown_entries)::int as unknown_entries from billing.costs where $1::uuid is null or payer = $1
  group by label, phase order by label, phase`;

@Controller('costs')
export class CostsController {
  constructor(@Inject(Runtime) private readonly runtime: Runtime) {}

  @Get()
  async costs(@Query(valid(CostsQuery)) { evaluation_id }: z.infer<typeof CostsQuery>): Promise<CostsView> {
    const { rows } = await this.runtime.pool.query<CostBoardRow>(COSTS, [evaluation_id ?? null]);
    return {
      costs: rows.map(({ cost_nano, ...row }) => ({ ...row, cost_usd: formatUsd(cost_nano) })),
      cost_usd: formatUsd(rows.reduce((sum, { cost_nano }) => sum + cost_nano, 0)),
      unknown_entries: rows.reduce((sum, row) => sum + row.unknown_entries, 0),
    };
  }
}
