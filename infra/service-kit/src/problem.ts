import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter, type PipeTransform } from '@nestjs/common';
import type { Problem } from '@taskbench/contracts';
import { Rejection } from '@taskbench/kernel';
import type { Logger } from '@taskbench/telemetry';
import type { Response } from 'express';
import type { z } from 'zod';

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

/** The dotted path of a field: `inputs.0.id`. */
const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Reads a value by a schema; throws `BadInput` with the path of each bad field. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BadInput(result.error.issues.map(({ path, message }) => ({ path: dotted(path), message })));
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
    const problem = this.problemOf(error);
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return;
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof BadInput)
      return problem(400, error.code, 'The request has bad input', error.message, [...error.errors]);
    if (error instanceof NotFound) return problem(404, 'not-found', 'Not found', error.message);
    if (error instanceof KeyReused) return problem(422, 'idempotency-key-reused', 'Key used before', error.message);
    if (error instanceof Rejection) return problem(409, error.code, 'Not possible now', error.message);
    const status = error instanceof HttpException ? error.getStatus() : bodyStatus(error);
    if (status !== null) return problem(status, `http-${status}`, 'The request was refused', (error as Error).message);
    this.logger.error({ err: error }, 'A request failed.');
    return problem(
      500,
      'internal',
      'Something went wrong here',
      'TaskBench could not do this. Nothing was lost; see ./RunTaskBench.sh logs.',
    );
  }
}

/** The body parser's own errors carry a status: 400 for JSON that cannot be read, 413 for a body that is too large. */
function bodyStatus(error: unknown): number | null {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

const problem = (status: number, code: string, title: string, detail: string, errors?: Problem['errors']): Problem => ({
  type: `urn:taskbench:problem:${code}`,
  title,
  status,
  code,
  detail,
  ...(errors && { errors }),
});
