import { parse } from 'yaml';
import type { Files } from '../read-yaml.ts';
import { endingOf, isFileName, nameOf, textNamed, valueNamed } from './given-files.ts';
import type { Asserted } from './mapped-types.ts';
import { Unmapped } from './notices.ts';
import type { Place } from './sited.ts';
import { rendered, type Vars } from './template.ts';

type Value = Pick<Asserted, 'value' | 'script'>;

/** An assertion's value with its variables put in, or what its file holds. */
export function valueOf(value: unknown, type: string, place: Place, vars: Vars, files: Files): Value {
  if (isFileName(value)) return inFile(value, type, place, files);
  if (Array.isArray(value)) return { value: value.map((one) => member(one, place, vars, files)), script: null };
  if (typeof value !== 'string') return { value, script: null };
  const text = rendered(value, vars);
  const isSchema = (type === 'is-json' || type === 'contains-json') && text !== '';
  return { value: isSchema ? yamlOf(text) : text, script: null };
}

function inFile(value: string, type: string, place: Place, files: Files): Value {
  const [, file = value, name = 'default'] = /^(file:\/\/[^:]+)(?::(\w+))?$/.exec(value) ?? [];
  switch (endingOf(file)) {
    case 'js':
    case 'cjs':
      if (type !== 'javascript') throw new Unmapped(`takes its value from the program ${nameOf(file)}`);
      return { value: textNamed(files, file, place), script: name };
    case 'json':
    case 'yaml':
    case 'yml':
      return { value: valueNamed(files, file, place).value, script: null };
    default:
      return { value: textNamed(files, file, place), script: null };
  }
}

function member(value: unknown, place: Place, vars: Vars, files: Files): unknown {
  if (isFileName(value)) return textNamed(files, value, place);
  return typeof value === 'string' ? rendered(value, vars) : value;
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch (error) {
    throw new Unmapped(`has a schema that is no YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
