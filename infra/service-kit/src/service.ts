import type { IncomingMessage } from 'node:http';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import type { Service } from '@taskbench/contracts';
import type { AnyProjection, Migration } from '@taskbench/event-log';
import type { Reaction } from '@taskbench/messaging';
import type { WebSocket } from 'ws';
import { projectionsOf } from './projections.ts';
import { Runtime } from './runtime.ts';

/** A WebSocket address of a service. */
export interface SocketRoute {
  readonly path: RegExp;
  connect(socket: WebSocket, match: RegExpMatchArray, request: IncomingMessage): void;
}

/** What works beside requests and events: claims, sweeps. Ends what it has begun before `close` answers. */
export interface Worker {
  close(): Promise<void>;
}

/** One figure of `/metrics`; the labels are few and never ids. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a service is made of once the process stands. */
export interface Parts {
  readonly reactions?: readonly Reaction[];
  readonly controllers: readonly Type[];
  readonly providers?: readonly Provider[];
  readonly sockets?: readonly SocketRoute[];
  /** Told after each commit of its projections. */
  readonly committed?: (position: number) => void;
  /** Figures of its own for `/metrics`, read when they are asked for. */
  readonly figures?: () => Promise<readonly Figure[]>;
  /** Started when the consumers run. */
  readonly start?: () => readonly Worker[];
}

/** A service on one page: its schema, its projections, and what it is made of. */
export interface ServiceDefinition {
  readonly name: Service;
  readonly migrations: readonly Migration[];
  readonly projections: readonly AnyProjection[];
  readonly parts: (runtime: Runtime) => Parts;
}

/** Declares a service. */
export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

/** The Nest module of a service: its controllers with what they may ask for. */
export function moduleOf(service: ServiceDefinition, parts: Parts, runtime: Runtime): DynamicModule {
  const module = { [service.name]: class {} }[service.name]!;
  return {
    module,
    controllers: [...parts.controllers, projectionsOf(service)],
    providers: [{ provide: Runtime, useValue: runtime }, ...(parts.providers ?? [])],
  };
}
