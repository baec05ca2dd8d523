/** JSON with its keys in order, so that equal values have equal bytes. */
export const canonical = (value: unknown): string => JSON.stringify(ordered(value));

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return ordered(toJSON.call(value));
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const part = ordered((value as Record<string, unknown>)[name]);
    if (name === '__proto__') Object.defineProperty(copy, name, { value: part, enumerable: true });
    else copy[name] = part;
  }
  return copy;
}
