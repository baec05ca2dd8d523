import { BadInput } from '@taskbench/service-kit';
import { Alias, isMap, isNode, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';

export type Path = readonly PropertyKey[];

/** A YAML file that could be read: its value, and where each of its fields stands. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  /** The line of the field, or of the nearest thing around it. */
  line(path: Path): number;
  /** `task.yaml line 4, column 3: must not be empty`, at the field or at the nearest thing around it. */
  at(path: Path, message: string): string;
}

const MAX_ALIASES = 100;

/**
 * Reads YAML; `<<` merges where asked. A file that is none, or that grows by aliases, is a `BadInput` with its line and
 * column.
 */
export function yamlFile(name: string, text: string, { merge = false } = {}): YamlFile {
  const lines = new LineCounter();
  const say = (offset: number | undefined, message: string) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${name} line ${line}, column ${col}: ${message}`;
  };
  const refuse = (offset: number | undefined, message: string): never => {
    throw new BadInput([{ path: '', message: say(offset, message.split('\n')[0]!) }], 'bad-yaml');
  };
  const document = read(
    () => parseDocument(text, { lineCounter: lines, prettyErrors: false, merge }),
    (message) => refuse(0, message),
  );
  const [error] = document.errors;
  if (error) refuse(error.pos[0], error.message);
  const value = read(
    () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
    (message) => refuse(firstAlias(document), message),
  );
  return {
    name,
    value,
    line: (path) => lines.linePos(offsetOf(document, path) ?? 0).line,
    at: (path, message) => say(offsetOf(document, path), message),
  };
}

function read<T>(reading: () => T, refuse: (message: string) => never): T {
  try {
    return reading();
  } catch (error) {
    return refuse(error instanceof RangeError ? 'is nested too deep to be read' : (error as Error).message);
  }
}

/** Where an alias that names nothing stands, else the first of too many. */
function firstAlias(document: Document): number | undefined {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  return (aliases.find((alias) => !alias.resolve(document)) ?? aliases[0])?.range?.[0];
}

/** The start of a field's key, of a list's item, or of the nearest thing around it that stands in the file. */
function offsetOf(document: Document, path: Path): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === String(part));
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0];
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (!isNode(node)) break;
      offset = node.range?.[0];
    } else break;
  }
  return offset;
}
