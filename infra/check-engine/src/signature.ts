interface Described {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Described[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

/** A JSON Schema in a few words, such as `{ field: string, values: (string | number)[] }`. */
export function kindOf({ title, type, enum: values, anyOf, items, properties, ...rest }: Described): string {
  if (title) return title;
  if (values) return values.map((one) => JSON.stringify(one)).join(' | ');
  if ('const' in rest) return JSON.stringify(rest.const);
  if (anyOf) return anyOf.map(kindOf).join(' | ');
  if (type === 'array') {
    const inner = kindOf(items ?? {});
    return inner.includes(' | ') ? `(${inner})[]` : `${inner}[]`;
  }
  if (type === 'object' && properties) return signature({ properties, ...rest });
  return type === undefined ? 'any JSON value' : [type].flat().join(' | ');
}

/** The parameters of a rule in a line: those that may be left out with a question mark and their default. */
export function signature({ properties = {}, required = [] }: Described): string {
  const parameters = Object.entries(properties).map(([name, kind]) => {
    const needed = required.includes(name);
    const otherwise = kind.default === undefined ? '' : ` = ${JSON.stringify(kind.default)}`;
    return `${name}${needed ? '' : '?'}: ${kindOf(kind)}${otherwise}`;
  });
  return parameters.length === 0 ? '{}' : `{ ${parameters.join(', ')} }`;
}
