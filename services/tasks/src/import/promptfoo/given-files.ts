import { BadInput } from '@taskbench/service-kit';
import type { Files } from '../read-yaml.ts';
import { yamlFile } from '../yaml-file.ts';
import { Unmapped } from './notices.ts';
import { inYaml, type Place, type Sited } from './sited.ts';

const SCHEME = 'file://';
const TEXTS = ['txt', 'md', 'json', 'jsonl', 'yaml', 'yml', 'csv', 'j2', 'js', 'cjs'];

/** Whether a text names a file. */
export const isFileName = (text: unknown): text is `file://${string}` =>
  typeof text === 'string' && text.startsWith(SCHEME);

/** `file://./a/b.txt` → `a/b.txt`, as the files of an import are named. */
export const nameOf = (reference: string): string =>
  (reference.startsWith(SCHEME) ? reference.slice(SCHEME.length) : reference).replace(/^(?:\.\/)+/, '');

/** `a.b.TXT` → `txt`. */
export const endingOf = (name: string): string => /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The text of a file that is named in another one. Only texts are read, and only one at a time. */
export function textNamed(files: Files, reference: string, place: Place): string {
  const name = nameOf(reference);
  if (name.includes('*')) throw new Unmapped(`names files by a pattern, ${name}; name each file`);
  if (!TEXTS.includes(endingOf(name))) throw new Unmapped(`is the file ${name}, which is no text that is read here`);
  const text = Object.hasOwn(files, name) ? files[name] : undefined;
  if (text !== undefined) return text;
  const message = `${place.file} line ${place.line}: the file ${name} was not given.`;
  throw new BadInput([{ path: place.field, message }], 'file-missing');
}

const kept = new WeakMap<Files, Map<string, Sited>>();

/** The value of a YAML or JSON file; read once, however many tests name it. */
export function valueNamed(files: Files, reference: string, place: Place): Sited {
  const known = kept.get(files) ?? new Map<string, Sited>();
  kept.set(files, known);
  const name = nameOf(reference);
  const value = known.get(name) ?? inYaml(yamlFile(name, textNamed(files, reference, place), { merge: true }));
  known.set(name, value);
  return value;
}
