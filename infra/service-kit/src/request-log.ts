import { randomUUID } from 'node:crypto';
import { httpSeconds, within, type Logger } from '@taskbench/telemetry';
import type { NextFunction, Request, Response } from 'express';

const GIVEN = /^[\w.:-]{1,100}$/;
const TRACE = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const SLOW_MS = 2_000;
/** Asked again and again by machines: what they find, they say themselves. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** The id that a request came with, where that is sane: its `x-request-id`, else the trace of its `traceparent`. */
function idOf({ headers }: Request): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && GIVEN.test(given)) return given;
  const trace = TRACE.exec(String(headers['traceparent'] ?? ''))?.[1];
  return trace && !/^0+$/.test(trace) ? trace : randomUUID();
}

/** Gives each request an id, which its answer and its log lines carry, and measures it. Its words are not logged. */
export const requestLog = (logger: Logger) => (request: Request, response: Response, next: NextFunction) => {
  const id = idOf(request);
  const began = performance.now();
  response.setHeader('x-request-id', id);
  response.once('close', () => {
    const ms = performance.now() - began;
    const { route } = request as { route?: { path?: unknown } };
    const path = typeof route?.path === 'string' ? route.path : 'none';
    const status = response.writableFinished ? response.statusCode : 499; // who asked went away
    httpSeconds.observe({ method: request.method, route: path, status: String(status) }, ms / 1000);
    const level = PROBES.has(path)
      ? 'debug'
      : status >= 500
        ? 'warn'
        : status >= 400 || ms > SLOW_MS
          ? 'info'
          : 'debug';
    logger[level]({ request: id, method: request.method, route: path, status, ms: Math.round(ms) }, 'Answered.');
  });
  within({ request: id }, next);
};
