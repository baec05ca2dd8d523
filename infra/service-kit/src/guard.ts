import { timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { isLoopback, type Config } from './config.ts';

const OPEN = new Set(['/healthz', '/readyz']);

/** Whether a request may pass: a loopback server answers to loopback names only (no DNS rebinding), and the token, if set. */
export function admitted(
  { bind, apiToken }: Config,
  headers: { host?: string | undefined; authorization?: string | undefined },
): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (isLoopback(bind) && !isLoopback(host)) return false;
  if (!apiToken) return true;
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${apiToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Refuses what may not pass before anything of it is read. */
export const guard = (config: Config) => (request: Request, response: Response, next: NextFunction) => {
  if (OPEN.has(request.path) || admitted(config, request.headers)) return next();
  response
    .status(401)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'urn:taskbench:problem:not-admitted',
        title: 'Not admitted',
        status: 401,
        code: 'not-admitted',
        detail: 'Send "Authorization: Bearer <TASKBENCH_API_TOKEN>", to this server\'s own address.',
      }),
    );
};
