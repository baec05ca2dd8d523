import { Server, type CustomTransportStrategy } from '@nestjs/microservices';

import type { Consumer } from './feed.ts';

/** Hosts a service's feed and reactions as one Nest microservice: starts them, and lets what is under way finish. */
export class EventStrategy extends Server implements CustomTransportStrategy {
  private consumers: readonly Consumer[] = [];

  constructor(private readonly start: () => readonly Consumer[]) {
    super();
  }

  listen(ready: () => void): void {
    this.consumers = this.start();
    ready();
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.close()));
  }

  on(): this {
    return this;
  }

  unwrap<T>(): T {
    throw new Error('The strategy wraps several consumers and has no one server to give.');
  }
}
