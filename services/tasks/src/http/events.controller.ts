import { Controller, Get, Inject, Query } from '@nestjs/common';
import { EventList, PageQuery } from '@taskbench/contracts';
import { numberCursor, Runtime, valid } from '@taskbench/service-kit';
import type { z } from 'zod';
import { time } from './read.ts';

/** The whole log in order, for audits. Texts are not in it. */
@Controller('events')
export class EventsController {
  constructor(@Inject(Runtime) private readonly runtime: Runtime) {}

  @Get()
  async list(@Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof EventList>> {
    const rows = await this.runtime.log.rows(numberCursor(query, 0), query.limit + 1);
    const page = rows.slice(0, query.limit);
    const events = page.map(({ at, data, hash, ...row }) => ({
      ...row,
      at: time(at),
      data: JSON.parse(data) as unknown,
      hash: hash.toString('hex'),
    }));
    return EventList.parse({ events, next_cursor: rows.length > page.length ? String(page.at(-1)!.position) : null });
  }
}
