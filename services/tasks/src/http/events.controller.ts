import { Controller, Get, Inject, Query } from '@nestjs/common';
import { PageQuery, type EventList } from '@taskbench/contracts';
import { Runtime, valid } from '@taskbench/service-kit';
import type { z } from 'zod';
import { offset, time } from './read.ts';

/** The whole log in order, for audits. Texts are not in it. */
@Controller('events')
export class EventsController {
  constructor(@Inject(Runtime) private readonly runtime: Runtime) {}

  @Get()
  async list(@Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof EventList>> {
    const rows = await this.runtime.log.rows(offset(query), query.limit);
    const events = rows.map(({ at, data, hash, ...row }) => ({
      ...row,
      at: time(at),
      data: JSON.parse(data) as unknown,
      hash: hash.toString('hex'),
    }));
    return { events, next_cursor: rows.length === query.limit ? String(rows.at(-1)!.position) : null };
  }
}
