import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter, type PipeTransform } from '@nestjs/common';
import { routesAt, type Problem } from '@taskbench/contracts';
import { Rejection } from '@taskbench/kernel';
import type { Logger } from '@taskbench/telemetry';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { fieldIssues } from './issues.ts';

/** Bad input: the path of each bad field and what is wrong with it. HTTP 400. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  constructor(
    readonly errors: readonly { readonly path: string; readonly message: string }[],
    readonly code = 'bad-input',
  ) {
    super(errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '));
  }
}

/** Nothing there under this address. HTTP 404. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`);
  }
}

/** The same key for another request. HTTP 422. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
  constructor() {
    super('This Idempotency-Key was used for another request. Use a new key.');
  }
}

/** A request that cannot be read at all, or not so. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(
    readonly status: 400 | 404 | 405 | 413 | 415,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The dotted path of a field: `inputs.0.id`. */
const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Reads a value by a schema; throws `BadInput` with the path of each bad field. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BadInput(fieldIssues(result.error).map(({ path, message }) => ({ path: dotted(path), message })));
}

/** `@Body(valid(CreateTask))`: a body or query is its schema's, or the request ends with 400. */
export const valid = (schema: z.ZodType): PipeTransform => ({
  transform: (value: unknown) => parse(schema, value ?? {}),
});

/** Answers every error as a problem document; only what nobody foresaw is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = this.problemOf(error, http.getRequest<Request>());
    const response = http.getResponse<Response>();
    if (response.headersSent) return;
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(error: unknown, request: Request): Problem {
    if (error instanceof BadInput)
      return problem(400, error.code, 'The request has bad input', summary(error), error.errors);
    if (error instanceof NotFound) return problem(404, 'not-found', 'Not found', error.message);
    if (error instanceof KeyReused) return problem(422, 'idempotency-key-reused', 'Key used before', error.message);
    if (error instanceof Rejection) return problem(409, error.code, 'Not possible now', error.message);
    const refused = error instanceof HttpException ? nobodyThere(error, request) : error;
    if (refused instanceof Unreadable)
      return problem(refused.status, refused.code, 'The request was refused', refused.message);
    if (refused instanceof HttpException)
      return problem(refused.getStatus(), `http-${refused.getStatus()}`, 'Not now', refused.message);
    this.logger.error({ err: error }, 'A request failed.');
    return problem(
      500,
      'internal',
      'Something went wrong here',
      'TaskBench could not do this. Nothing was lost; see ./RunTaskBench.sh logs.',
    );
  }
}

/** The first bad field in a sentence; `errors` names them all. */
function summary({ errors: [first, ...others] }: BadInput): string {
  if (!first) return 'The request has bad input.';
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `${first.path ? `${first.path}: ` : ''}${first.message}${more}`;
}

/** What the frame says of an address that nobody answers: nothing is there, or not for this method. */
function nobodyThere(error: HttpException, { method, path }: Request): Unreadable | HttpException {
  if (error.getStatus() !== 404) return error;
  const methods = routesAt(path).map((route) => route.method.toUpperCase());
  return methods.length > 0
    ? new Unreadable(405, 'method-not-allowed', `${path} answers ${methods.join(', ')}, not ${method}.`)
    : new Unreadable(404, 'not-found', `There is nothing at ${path}. See /docs.`);
}

const MOST_ERRORS = 100;
const LONGEST = 500;
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** What people wrote is repeated on one line, without what would turn it round or break it. */
const line = (text: string): string => {
  const shown = text.replaceAll(UNPRINTABLE, '\ufffd');
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST).toWellFormed()}…` : shown;
};

const problem = (
  status: number,
  code: string,
  title: string,
  detail: string,
  errors?: BadInput['errors'],
): Problem => ({
  type: `urn:taskbench:problem:${code}`,
  title,
  status,
  code,
  detail: line(detail),
  ...(errors && {
    errors: errors.slice(0, MOST_ERRORS).map(({ path, message }) => ({ path: line(path), message: line(message) })),
  }),
});
