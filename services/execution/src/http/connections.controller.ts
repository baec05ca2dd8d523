import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { AddConnection, ChangeConnection, type ConnectionList, type ConnectionView } from '@taskbench/contracts';
import { BadInput, caughtUp, NotFound, Runtime, valid } from '@taskbench/service-kit';
import type { Connection } from '../connections/connect.ts';
import { Connections } from '../connections/connections.ts';
import { add, change, remove } from '../connections/edit.ts';
import { connectionView } from '../connections/view.ts';

@Controller('connections')
export class ConnectionsController {
  constructor(
    @Inject(Runtime) private readonly runtime: Runtime,
    @Inject(Connections) private readonly connections: Connections,
  ) {}

  @Get()
  async list(): Promise<ConnectionList> {
    const all = await this.connections.all();
    const answers = await this.connections.stored.answers();
    return {
      connections: await Promise.all(all.map((one) => connectionView(one, answers.get(one.id)))),
      next_cursor: null,
      offered: await this.connections.local.offered(all.map(({ baseUrl }) => new URL(baseUrl).origin)),
    };
  }

  @Post()
  async add(
    @Body(valid(AddConnection)) body: AddConnection,
    @Headers('idempotency-key') key?: string,
  ): Promise<ConnectionView> {
    const { providerConcurrency } = this.runtime.config;
    return this.view(this.connections.of(await add(this.connections, body, providerConcurrency, key)));
  }

  @Patch(':id')
  async change(
    @Param('id') id: string,
    @Body(valid(ChangeConnection)) body: ChangeConnection,
  ): Promise<ConnectionView> {
    await caughtUp(this.runtime, 'execution');
    const { row, notice } = await change(this.connections, id, body);
    return this.view(this.connections.of(row), notice);
  }

  @Delete(':id')
  async remove(@Param('id') id: string): Promise<ConnectionView> {
    await caughtUp(this.runtime, 'execution');
    return connectionView(this.connections.of(await remove(this.connections, id)), undefined);
  }

  @Post(':id/test')
  @HttpCode(200)
  async test(@Param('id') id: string): Promise<ConnectionView> {
    const connection = await this.connections.one(id);
    if (!connection) throw new NotFound('connection', id);
    await connection.catalogue.test().catch((error: unknown) => {
      if (!(error instanceof BadInput)) throw error; // what failed is the answer that is shown
    });
    return this.view(connection);
  }

  private async view(connection: Connection, notice: string | null = null): Promise<ConnectionView> {
    return connectionView(connection, (await this.connections.stored.answers()).get(connection.id), notice);
  }
}
