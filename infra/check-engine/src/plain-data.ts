const DEEPEST = 64;
const MOST_VALUES = 20_000;
const LONGEST = 200_000;

/** Why a value is not taken for a rule: a key that could reach a prototype, or more depth or size than a rule needs. */
export function objectionToData(value: unknown): string | undefined {
  const left: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let values = 0;
  let length = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    if (typeof next.value === 'string') length += next.value.length;
    if (typeof next.value === 'object' && next.value !== null) {
      if (next.depth === DEEPEST) return `A rule may be ${DEEPEST} levels deep at most.`;
      const keys = Array.isArray(next.value) ? [] : Object.keys(next.value);
      if (keys.includes('__proto__')) return 'A rule may have no key "__proto__".';
      values += Array.isArray(next.value) ? next.value.length : keys.length;
      if (values > MOST_VALUES) return `A rule may hold ${MOST_VALUES} values at most.`;
      for (const key of keys) length += key.length;
      for (const inner of Object.values(next.value)) left.push({ value: inner, depth: next.depth + 1 });
    }
    if (length > LONGEST) return `A rule may hold ${LONGEST} characters at most.`;
  }
  return undefined;
}
