import { compile, type JSONValue } from 'json-p3';
import { z } from 'zod';

/** A JSONPath (RFC 9535) without filters, which could run patterns that never end. */
export const Path = z
  .string()
  .min(1)
  .max(200)
  .superRefine((path, issues) => {
    if (path.includes('?')) return void issues.addIssue({ code: 'custom', message: 'may have no filter' });
    try {
      compile(path);
    } catch (error) {
      issues.addIssue({ code: 'custom', message: `is not a JSONPath: ${(error as Error).message}` });
    }
  });

/** The values that a path finds. */
export const found = (path: string, value: unknown): unknown[] =>
  compile(path)
    .query(value as JSONValue)
    .values();
