import { BadInput, json } from '@taskbench/service-kit';
import type { InputLine } from './read-inputs.ts';

/** The lines of a JSONL, one input each; blank ones do not count. */
export const jsonlLines = (name: string, text: string): InputLine[] =>
  text
    .split(/\r?\n/)
    .map((written, at) => ({ written, line: at + 1 }))
    .filter(({ written }) => written.trim() !== '')
    .map(({ written, line }) => {
      const read = json(written);
      if (!('fault' in read)) return { line, value: read.value };
      throw new BadInput([{ path: '', message: `${name} line ${line}: ${read.fault}` }], 'bad-jsonl');
    });
