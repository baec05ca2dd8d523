import { CreateTask, type ImportQuery } from '@taskbench/contracts';
import { BadInput, parse, sound } from '@taskbench/service-kit';
import type { ReadTask } from './read-yaml.ts';

/** One input as a file of inputs has it, and the line where it starts. */
export interface InputLine {
  readonly line: number;
  readonly value: unknown;
}

/** A task of the inputs of a CSV or JSONL; its name and description come with the request. */
export function readInputs(file: string, lines: readonly InputLine[], { name, description }: ImportQuery): ReadTask {
  const inputs = lines.map(({ value }) => value);
  try {
    return { body: parse(CreateTask, { name, description, ...sound({ inputs }) }), evaluation: {} };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(
      error.errors.map(({ path, message }) => {
        const [, at] = /^inputs\.(\d+)/.exec(path) ?? [];
        return { path, message: at ? `${file} line ${lines[Number(at)]!.line}: ${message}` : message };
      }),
      error.code,
    );
  }
}
