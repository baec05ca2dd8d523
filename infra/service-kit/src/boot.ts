import 'reflect-metadata';
import type { Server } from 'node:http';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { pulsePool } from '@taskbench/event-log';
import { EventStrategy, startFeed, startReaction, startRedrive, startRelay, type Consumer } from '@taskbench/messaging';
import { WebSocketServer } from 'ws';
import { readBody } from './body.ts';
import { readConfig, type Config } from './config.ts';
import { docs } from './docs.ts';
import { figures } from './figures.ts';
import { admitted, guard } from './guard.ts';
import { Figures, HealthController } from './health.ts';
import { ProblemFilter } from './problem.ts';
import { Questions } from './questions.ts';
import { Readiness } from './readiness.ts';
import { requestLog } from './request-log.ts';
import { openRuntime, Runtime } from './runtime.ts';
import { moduleOf, type Parts, type ServiceDefinition, type SocketRoute, type Worker } from './service.ts';

/** A process of ours that is up. */
export interface Running {
  readonly url: string;
  readonly runtime: Runtime;
  close(): Promise<void>;
}

export interface BootOptions {
  readonly relay?: boolean;
  readonly docs?: boolean;
  readonly config?: Config;
}

@Module({})
class Process {}

/** Brings services up in this process: migrations, consumers, HTTP, sockets, workers; and the relay if asked. */
export async function boot(services: readonly ServiceDefinition[], options: BootOptions = {}): Promise<Running> {
  const config = options.config ?? readConfig(process.env);
  const name = services.length === 1 ? services[0]!.name : services.length > 1 ? 'taskbench' : 'relay';
  const schemas = services.map(({ name: schema, migrations }) => ({ schema, migrations }));
  const runtime = await openRuntime(config, name, schemas);
  const built = services.map((service) => ({ service, parts: service.parts(runtime) }));

  const pulse = pulsePool(config.databaseUrl);
  const questions = new Questions();
  const read = () => figures(runtime, pulse, questions, built, options.relay ?? false);

  const root: DynamicModule = {
    module: Process,
    controllers: [HealthController],
    providers: [
      { provide: Runtime, useValue: runtime },
      { provide: Figures, useValue: new Figures(read) },
      { provide: Readiness, useValue: new Readiness(pulse, () => runtime.connected(), schemas, questions) },
    ],
    imports: built.map(({ service, parts }) => moduleOf(service, parts, runtime)),
  };
  const app = await NestFactory.create<NestExpressApplication>(root, { logger: ['error', 'warn'], bodyParser: false });
  app.disable('x-powered-by');
  app.use(requestLog(runtime.logger));
  app.use(guard(config));
  app.use(...readBody);
  app.useGlobalFilters(new ProblemFilter(runtime.logger));
  if (options.docs) docs(app);
  for (const { service, parts } of built) {
    app.connectMicroservice({ strategy: new EventStrategy(() => consumersOf(service, parts, runtime)) });
  }

  const relay = options.relay ? startRelay(runtime.log, runtime.transport, config.databaseUrl, runtime.logger) : null;
  await app.startAllMicroservices();
  const workers: Worker[] = built.flatMap(({ parts }) => parts.start?.() ?? []);
  await app.listen(config.port, config.bind);
  const server = app.getHttpServer() as Server;
  const sockets = openSockets(
    server,
    built.flatMap(({ parts }) => parts.sockets ?? []),
    config,
  );

  const { port } = server.address() as { port: number };
  const host = config.bind.includes(':') ? `[${config.bind}]` : config.bind;
  return {
    url: `http://${host}:${port}`,
    runtime,
    async close() {
      sockets.close();
      await Promise.all(workers.map((worker) => worker.close()));
      server.closeAllConnections();
      await app.close();
      await relay?.close();
      await pulse.end();
      await runtime.close();
    },
  };
}

function consumersOf(service: ServiceDefinition, parts: Parts, runtime: Runtime): Consumer[] {
  const feed = {
    schema: service.name,
    projections: service.projections,
    ...(parts.committed && { committed: parts.committed }),
  };
  const reactions = parts.reactions ?? [];
  const deps = { service: service.name, ...runtime };
  return [
    startFeed(feed, runtime),
    ...reactions.map((one) => startReaction(one, deps)),
    startRedrive(feed, reactions, deps),
  ];
}

function openSockets(server: Server, routes: readonly SocketRoute[], config: Config) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4_096 });
  server.on('upgrade', (request, socket, head) => {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    const found = routes.map((route) => ({ route, match: path.match(route.path) })).find(({ match }) => match);
    if (!found?.match || !admitted(config, request.headers)) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const { route, match } = found;
    sockets.handleUpgrade(request, socket, head, (opened) => route.connect(opened, match, request));
  });
  return {
    close() {
      for (const client of sockets.clients) client.close(1001, 'The service stops.');
      sockets.close();
    },
  };
}
