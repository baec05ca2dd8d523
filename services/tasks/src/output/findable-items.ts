import type { OutputSpec } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import { compile } from 'json-p3';
import { RE2JS } from 're2js';

/** An output's `items` is a JSONPath, or an RE2 pattern with exactly one group: else a `BadInput` before anything is paid. */
export function findableItems({ items }: Pick<OutputSpec, 'items'>): void {
  if (typeof items === 'string') reading('output.items', 'is not a JSONPath', () => compile(items));
  if (typeof items !== 'object') return;
  const path = 'output.items.pattern';
  const groups = reading(path, 'is not an RE2 pattern', () => RE2JS.compile(items.pattern).groupCount());
  if (groups !== 1)
    throw new BadInput([{ path, message: `must have exactly one group, around the answer; this one has ${groups}` }]);
}

function reading<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new BadInput([{ path, message: `${what}: ${(error as Error).message}` }]);
  }
}
