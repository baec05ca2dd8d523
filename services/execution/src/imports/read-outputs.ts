import type { OutputLinesQuery } from '@taskbench/contracts';
import { BadInput, json, sound, utf8 } from '@taskbench/service-kit';

/** The body of an evaluation, as JSON or as its outputs a line with the rest in the query. */
export function readAsked(body: unknown, query: OutputLinesQuery): unknown {
  if (Buffer.isBuffer(body)) return sound({ ...query, outputs: linesOf(body) });
  const [field] = Object.keys(query);
  if (field) throw new BadInput([{ path: field, message: 'belongs into the body, unless that is JSONL' }]);
  return body ?? {};
}

/** Whether an evaluation is asked for with outputs in place of models. */
export const hasOutputs = (body: unknown): boolean => typeof body === 'object' && body !== null && 'outputs' in body;

/** One output a line; blank lines do not count. */
function linesOf(bytes: Buffer): unknown[] {
  const text = utf8(bytes);
  if (text === null) throw new BadInput([{ path: 'outputs', message: 'is not UTF-8 text' }], 'bad-jsonl');
  const outputs: unknown[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const read = json(line);
    if ('fault' in read)
      throw new BadInput([{ path: `outputs.${outputs.length}`, message: `line ${at + 1} ${read.fault}` }], 'bad-jsonl');
    outputs.push(read.value);
  }
  return outputs;
}
