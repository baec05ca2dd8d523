const MOST = 5;

/** For a task that nobody bundled: an answer in the shape that the prompt shows. Always JSON. */
export function shaped(prompt: string, asked: string): string {
  const key = /"(\w+)"\s*:\s*\[/.exec(prompt)?.[1] ?? /"(\w+)"\s*:/.exec(prompt)?.[1];
  const names = [...new Set(asked.match(/\b\p{Lu}[\p{L}-]{2,}\b/gu) ?? [])].slice(0, MOST);
  const lines = asked
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, MOST);
  const said = key !== undefined && names.length > 0 ? names : lines;
  const example = key === undefined ? null : exampleItem(prompt, key);
  return JSON.stringify({ [key ?? 'items']: example ? said.map((text) => filled(example, text)) : said });
}

/** The item that the prompt shows under a key, where it is a flat object. */
function exampleItem(prompt: string, key: string): Record<string, unknown> | null {
  const shown = new RegExp(`"${key}"\\s*:\\s*\\[\\s*(\\{[^{}]*\\})`).exec(prompt)?.[1];
  try {
    return shown === undefined ? null : (JSON.parse(shown) as Record<string, unknown>);
  } catch {
    return null; // shown in a shorthand that is no JSON
  }
}

const filled = (example: Record<string, unknown>, text: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(example).map(([field, shown]) => [
      field,
      typeof shown !== 'string' ? shown : /YYYY|null/.test(shown) ? null : text,
    ]),
  );
