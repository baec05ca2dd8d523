import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import {
  CheckImportQuery,
  ExportQuery,
  ImportedTask,
  ImportQuery,
  TASK_FILES,
  taskSchema,
  type CheckedTask,
} from '@taskbench/contracts';
import { Runtime, valid } from '@taskbench/service-kit';
import { definitionOf } from '../domain/definition.ts';
import { writeCsv, writeJsonl } from '../export/write-inputs.ts';
import { wholeTask, type WholeTask } from '../export/whole-task.ts';
import { writeUseCase } from '../export/write-use-case.ts';
import { writeYaml } from '../export/write-yaml.ts';
import { readTask } from '../import/read-task.ts';
import { rowOf } from './read.ts';
import { createTask, replaceTask } from './write.ts';

type Write = (task: WholeTask, schemaUrl: string) => string | Promise<Buffer>;
const writers: Readonly<Record<ExportQuery['format'], Write>> = {
  yaml: writeYaml,
  csv: writeCsv,
  jsonl: writeJsonl,
  zip: writeUseCase,
};

/** Tasks from files and as files. */
@Controller()
export class FilesController {
  constructor(@Inject(Runtime) private readonly runtime: Runtime) {}

  @Post('tasks/import')
  async import(
    @Body() file: unknown,
    @Query(valid(ImportQuery)) query: ImportQuery,
    @Headers('content-type') type = '',
    @Headers('idempotency-key') key?: string,
  ): Promise<ImportedTask> {
    const { body, evaluation, notices = [] } = await readTask(file, type, query);
    const task =
      query.into === undefined
        ? await createTask(this.runtime, body, query.wait, 'POST /tasks/import', key)
        : await replaceTask(this.runtime, query.into, body, query.wait);
    return ImportedTask.parse({ task, evaluation, notices });
  }

  @Post('tasks/import/check')
  @HttpCode(200)
  async check(
    @Body() file: unknown,
    @Query(valid(CheckImportQuery)) { whole, ...query }: CheckImportQuery,
    @Headers('content-type') type = '',
  ): Promise<CheckedTask> {
    const { body, evaluation, notices = [] } = await readTask(file, type, query);
    const checked = { name: body.name, inputs: body.inputs?.length ?? 0, evaluation, notices };
    return whole === 'true' ? { ...checked, task: definitionOf(body) } : checked;
  }

  @Get('tasks/:id/export')
  async export(
    @Param('id') id: string,
    @Query(valid(ExportQuery)) { format }: ExportQuery,
    @Headers('host') host: string,
  ): Promise<StreamableFile> {
    const row = await rowOf(this.runtime, id);
    const file = await writers[format](await wholeTask(this.runtime, row), `http://${host}/schemas/task.json`);
    const [type] = TASK_FILES[format];
    return new StreamableFile(Buffer.from(file), {
      type: format === 'zip' ? type : `${type}; charset=utf-8`,
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(`${row.name}.${format}`)}`,
    });
  }

  @Get('schemas/task.json')
  @Header('content-type', 'application/schema+json')
  schema(): Record<string, unknown> {
    return taskSchema();
  }
}
