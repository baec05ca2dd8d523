import { Body, Controller, Get, Headers, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateTask,
  CreateTaskQuery,
  ImportTask,
  PageQuery,
  ReviseTask,
  type ImportedTask,
  type InputList,
  type TaskList,
  type TaskView,
  type VersionList,
} from '@taskbench/contracts';
import { parse, Runtime, valid } from '@taskbench/service-kit';
import type { z } from 'zod';
import { readYaml } from '../import/read-yaml.ts';
import type { TaskBoardRow } from '../projections/tasks.ts';
import type { VersionRow } from '../projections/versions.ts';
import { definition, offset, rowOf, taskRow, taskView, time } from './read.ts';
import { createTask, reviseTask } from './write.ts';

type Wait = z.infer<typeof CreateTaskQuery>;

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

  @Post('import')
  async import(
    @Body(valid(ImportTask)) file: ImportTask,
    @Query(valid(CreateTaskQuery)) { wait }: Wait,
    @Headers('idempotency-key') key?: string,
  ): Promise<ImportedTask> {
    const { body, evaluation } = readYaml(file);
    const task = await createTask(this.runtime, parse(CreateTask, body), wait, 'POST /tasks/import', key);
    return { task, evaluation };
  }

  @Get()
  async list(@Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof TaskList>> {
    const from = offset(query);
    const { rows } = await this.runtime.pool.query<TaskBoardRow>(
      'select * from tasks.tasks order by created_at desc, id limit $1 offset $2',
      [query.limit + 1, from],
    );
    return { tasks: rows.slice(0, query.limit).map(taskRow), next_cursor: rows.length > query.limit ? String(from + query.limit) : null };
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
  async versions(@Param('id') id: string, @Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof VersionList>> {
    await rowOf(this.runtime, id);
    const from = offset(query);
    const { rows } = await this.runtime.pool.query<VersionRow>(
      'select * from tasks.versions where task_id = $1 order by version desc limit $2 offset $3',
      [id, query.limit + 1, from],
    );
    const versions = rows
      .slice(0, query.limit)
      .map(({ version, name, inputs, created_at }) => ({ version, name, inputs, created_at: time(created_at) }));
    return { versions, next_cursor: rows.length > query.limit ? String(from + query.limit) : null };
  }

  @Get(':id/inputs')
  async inputs(@Param('id') id: string, @Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof InputList>> {
    const { inputs } = await definition(this.runtime.texts, await rowOf(this.runtime, id));
    const from = offset(query);
    const to = from + query.limit;
    return { inputs: inputs.slice(from, to), next_cursor: to < inputs.length ? String(to) : null };
  }
}
