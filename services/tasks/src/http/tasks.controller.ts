import { Body, Controller, Get, Headers, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateTask,
  CreateTaskQuery,
  InputList,
  PageQuery,
  ReviseTask,
  TaskList,
  VersionList,
  type TaskView,
} from '@taskbench/contracts';
import { numberCursor, Runtime, valid } from '@taskbench/service-kit';
import type { z } from 'zod';
import type { TaskBoardRow } from '../projections/tasks.ts';
import type { VersionRow } from '../projections/versions.ts';
import { taskCursor, taskPlace } from './cursor.ts';
import { definition, rowOf, taskRow, taskView, time } from './read.ts';
import { createTask, reviseTask } from './write.ts';

type Wait = z.infer<typeof CreateTaskQuery>;
const NEWEST = 2_147_483_647;

@Controller('tasks')
export class TasksController {
  constructor(@Inject(Runtime) private readonly runtime: Runtime) {}

  @Post()
  create(
    @Body(valid(CreateTask)) body: CreateTask,
    @Query(valid(CreateTaskQuery)) { wait }: Wait,
    @Headers('idempotency-key') key?: string,
  ): Promise<TaskView> {
    return createTask(this.runtime, body, wait, 'POST /tasks', key);
  }

  @Get()
  async list(@Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof TaskList>> {
    const after = taskPlace(query);
    const { rows } = await this.runtime.pool.query<TaskBoardRow>(
      `select * from tasks.tasks where $2::bigint is null or (created_at, id) < ($2, $3::uuid)
       order by created_at desc, id desc limit $1`,
      [query.limit + 1, after?.created_at ?? null, after?.id ?? null],
    );
    const page = rows.slice(0, query.limit);
    return TaskList.parse({
      tasks: page.map(taskRow),
      next_cursor: rows.length > page.length ? taskCursor(page.at(-1)!) : null,
    });
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<TaskView> {
    return taskView(this.runtime, await rowOf(this.runtime, id));
  }

  @Patch(':id')
  revise(
    @Param('id') id: string,
    @Body(valid(ReviseTask)) change: ReviseTask,
    @Query(valid(CreateTaskQuery)) { wait }: Wait,
  ): Promise<TaskView> {
    return reviseTask(this.runtime, id, change, wait);
  }

  @Get(':id/versions')
  async versions(
    @Param('id') id: string,
    @Query(valid(PageQuery)) query: PageQuery,
  ): Promise<z.infer<typeof VersionList>> {
    await rowOf(this.runtime, id);
    const { rows } = await this.runtime.pool.query<VersionRow>(
      'select * from tasks.versions where task_id = $1 and version < $2 order by version desc limit $3',
      [id, Math.min(numberCursor(query, NEWEST), NEWEST), query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const versions = page.map((row) => ({ ...row, created_at: time(row.created_at) }));
    return VersionList.parse({
      versions,
      next_cursor: rows.length > page.length ? String(page.at(-1)!.version) : null,
    });
  }

  @Get(':id/inputs')
  async inputs(@Param('id') id: string, @Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof InputList>> {
    const { inputs } = await definition(this.runtime.texts, await rowOf(this.runtime, id));
    const from = numberCursor(query, 0);
    const to = from + query.limit;
    return InputList.parse({ inputs: inputs.slice(from, to), next_cursor: to < inputs.length ? String(to) : null });
  }
}
