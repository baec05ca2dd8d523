import { randomUUID } from 'node:crypto';
import { httpSeconds, within, type Logger } from '@taskbench/telemetry';
import type { NextFunction, Request, Response } from 'express';

const GIVEN = /^[\w.:-]{1,100}$/;
const SLOW_MS = 2_000;

/** Gives each request an id (its own `x-request-id` where that is sane), which answer and log lines carry; measures it. */
export const requestLog = (logger: Logger) => (request: Request, response: Response, next: NextFunction) => {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
  const began = performance.now();
  response.setHeader('x-request-id', id);
  within({ request: id }, () => {
    response.once('finish', () => {
      const ms = performance.now() - began;
      const { route } = request as { route?: { path?: unknown } };
      const path = typeof route?.path === 'string' ? route.path : 'none';
      httpSeconds.observe({ method: request.method, route: path, status: String(response.statusCode) }, ms / 1000);
      const level = response.statusCode >= 500 ? 'warn' : ms > SLOW_MS ? 'info' : 'debug';
      logger[level](
        { method: request.method, route: path, status: response.statusCode, ms: Math.round(ms) },
        'Answered.',
      );
    });
    next();
  });
};
