import type { Path, YamlFile } from '../yaml-file.ts';

/** Where something stands in a file of an import. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** Its field, such as `tests.0.assert.1`. */
  readonly field: string;
}

/** A value of a file, and where it stands. */
export interface Sited {
  readonly value: unknown;
  readonly place: Place;
  at(key: string | number): Sited;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const within = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;

/** A value of a YAML or JSON file. */
export const inYaml = (file: YamlFile, path: Path = []): Sited => ({
  value: path.reduce(within, file.value),
  get place() {
    return { file: file.name, line: file.line(path), field: path.map(String).join('.') };
  },
  at: (key) => inYaml(file, [...path, key]),
});

/** A value that stands on one line. */
export const onLine = (value: unknown, place: Place): Sited => ({
  value,
  place,
  at: (key) =>
    onLine(within(value, key), { ...place, field: [place.field, key].filter((one) => one !== '').join('.') }),
});

/** The members of a list; none where there is none. */
export const members = (list: Sited): Sited[] =>
  Array.isArray(list.value) ? list.value.map((_, at) => list.at(at)) : [];

/** The fields of a record, by name. */
export const fields = (record: Sited): [string, Sited][] =>
  isRecord(record.value) ? Object.keys(record.value).map((name) => [name, record.at(name)]) : [];

/** What `{ $ref: '#/assertionTemplates/short' }` stands for in its file; fields beside the reference replace its own. */
export function followed(sited: Sited, root: Sited): Sited {
  const { value } = sited;
  if (!isRecord(value) || typeof value['$ref'] !== 'string' || !value['$ref'].startsWith('#/')) return sited;
  const names = value['$ref'].slice(2).split('/');
  const target = names.reduce((at, name) => at.at(name.replaceAll('~1', '/').replaceAll('~0', '~')), root);
  if (!isRecord(target.value)) return sited;
  const { $ref, ...own } = value;
  void $ref;
  return onLine({ ...target.value, ...own }, sited.place);
}
