const DEEPEST = 64;
const MOST_VALUES = 20_000;
const LONGEST = 200_000;

/** Why a value is not taken for a rule: a key that could reach a prototype, or more depth or size than a rule needs. */
export function objectionToData(value: unknown): string | undefined {
  const left: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let values = 0;
  let length = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    if (++values > MOST_VALUES) return `A rule may hold ${MOST_VALUES} values at most.`;
    if (typeof next.value === 'string') length += next.value.length;
    if (length > LONGEST) return `A rule may hold ${LONGEST} characters at most.`;
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth === DEEPEST) return `A rule may be ${DEEPEST} levels deep at most.`;
    for (const [key, inner] of Object.entries(next.value)) {
      if (key === '__proto__') return 'A rule may have no key "__proto__".';
      length += key.length;
      left.push({ value: inner, depth: next.depth + 1 });
    }
  }
  return undefined;
}
