import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  CallRequested,
  CallsQuery,
  CancelEvaluation,
  CheckEvaluation,
  CheckExtension,
  PageQuery,
  type DataOf,
  ResolveCall,
  ExtendEvaluation,
  ImportEvaluation,
  OutputLinesQuery,
  StartEvaluation,
  type CallList,
  type CallView,
  type CheckedEvaluation,
  type EvaluationList,
  type EvaluationView,
} from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { caughtUp, NotFound, parse, Runtime, valid } from '@taskbench/service-kit';
import type { z } from 'zod';
import { Connections } from '../connections/connections.ts';
import { evaluation, type EvaluationCommand } from '../domain/evaluation.ts';
import { call } from '../domain/call.ts';
import { keyOf } from '../domain/key.ts';
import { attemptsOf } from './attempts.ts';
import { partsOf } from './parts.ts';
import { importEvaluation } from '../imports/import-evaluation.ts';
import { hasOutputs, readAsked } from '../imports/read-outputs.ts';
import { extendEvaluation, extension, goesOn } from './extend.ts';
import { Queries, type ShownEvaluation } from './queries.ts';
import { checkEvaluation, startEvaluation } from './start.ts';
import { evaluationView } from './view.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@Controller()
export class EvaluationsController {
  constructor(
    @Inject(Runtime) private readonly runtime: Runtime,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Connections) private readonly connections: Connections,
  ) {}

  @Post('evaluations')
  async start(
    @Body() body: unknown,
    @Query(valid(OutputLinesQuery)) query: OutputLinesQuery,
    @Headers('idempotency-key') key?: string,
  ): Promise<EvaluationView> {
    const { runtime, queries, connections } = this;
    const asked = readAsked(body, query);
    const parts = { runtime, queries, connections };
    const { evaluation_id } = hasOutputs(asked)
      ? await importEvaluation(parts, parse(ImportEvaluation, asked), key)
      : goesOn(asked)
        ? await extendEvaluation(parts, parse(ExtendEvaluation, asked), key)
        : await startEvaluation(parts, parse(StartEvaluation, asked), key);
    await caughtUp(this.runtime, 'execution');
    return evaluationView(await this.row(evaluation_id));
  }

  @Post('evaluations/check')
  @HttpCode(200)
  async check(@Body() body: unknown): Promise<CheckedEvaluation> {
    const { runtime, queries, connections } = this;
    const asked = goesOn(body)
      ? await extension({ runtime, queries, connections }, parse(CheckExtension, body))
      : parse(CheckEvaluation, body ?? {});
    return checkEvaluation(connections, asked);
  }

  @Get('evaluations')
  async list(@Query(valid(PageQuery)) query: PageQuery): Promise<z.infer<typeof EvaluationList>> {
    const { rows, next_cursor } = await this.queries.evaluations(query);
    return { evaluations: rows.map(evaluationView), next_cursor };
  }

  @Get('evaluations/:id')
  async one(@Param('id') id: string): Promise<EvaluationView> {
    return evaluationView(await this.row(id));
  }

  @Get('evaluations/:id/calls')
  async calls(@Param('id') id: string, @Query(valid(CallsQuery)) query: CallsQuery): Promise<z.infer<typeof CallList>> {
    await this.row(id);
    const { rows, next_cursor } = await this.queries.calls(id, query);
    return { calls: [...rows], next_cursor };
  }

  @Get('calls/:id')
  async call(@Param('id') id: string): Promise<CallView> {
    const found = await this.queries.call(id);
    if (!found) throw new NotFound('call', id);
    const { task_id, output, ...row } = found;
    const { log, texts } = this.runtime;
    const stream = await log.stream(`call-${id}`);
    const parts = await partsOf(stream, (digest) => texts.one(task_id, digest));
    return { ...row, output: output && (await texts.one(task_id, output)), parts, tries: attemptsOf(stream) };
  }

  @Post('evaluations/:id/pause')
  @HttpCode(200)
  pause(@Param('id') id: string): Promise<EvaluationView> {
    return this.command(id, 'PauseEvaluation');
  }

  @Post('evaluations/:id/resume')
  @HttpCode(200)
  resume(@Param('id') id: string): Promise<EvaluationView> {
    return this.command(id, 'ResumeEvaluation');
  }

  @Post('evaluations/:id/cancel')
  @HttpCode(200)
  cancel(@Param('id') id: string, @Body(valid(CancelEvaluation)) { label }: CancelEvaluation): Promise<EvaluationView> {
    return label === undefined ? this.command(id, 'CancelEvaluation') : this.command(id, 'CancelModel', { label });
  }

  @Post('calls/:id/resolve')
  @HttpCode(200)
  async resolve(@Param('id') id: string, @Body(valid(ResolveCall)) { action }: ResolveCall): Promise<CallView> {
    const [requested] = await this.runtime.log.stream(`call-${id}`);
    if (requested?.type !== CallRequested.type) throw new NotFound('call', id);
    const key = keyOf(requested.data as DataOf<typeof CallRequested>);
    const command = { type: 'ResolveCall', data: { ...key, action } } as const;
    await handle(this.runtime.log, call, id, command, { correlation: key.payer });
    await caughtUp(this.runtime, 'execution');
    return this.call(id);
  }

  private async command<Type extends 'PauseEvaluation' | 'ResumeEvaluation' | 'CancelEvaluation' | 'CancelModel'>(
    id: string,
    type: Type,
    more?: { label: string },
  ): Promise<EvaluationView> {
    await this.row(id);
    const command = { type, data: { evaluation_id: id, ...more } } as EvaluationCommand;
    await handle(this.runtime.log, evaluation, id, command, { correlation: id });
    await caughtUp(this.runtime, 'execution');
    return evaluationView(await this.row(id));
  }

  private async row(id: string): Promise<ShownEvaluation> {
    const row = UUID.test(id) ? await this.queries.evaluation(id) : undefined;
    if (!row) throw new NotFound('evaluation', id);
    return row;
  }
}
