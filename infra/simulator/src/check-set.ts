type Severity = 'critical' | 'warning' | 'info';

const check = (name: string, description: string, validation_rule: { rule: string }, severity: Severity) => ({
  name,
  description,
  validation_rule,
  severity,
});

/** A check set for the task that a generation prompt describes, built from the fields of its output. */
export function checkSet(prompt: string): string {
  const fields = fieldsIn(prompt);
  return JSON.stringify({
    checks: [
      ...(formatIn(prompt).startsWith('json') ? OF_JSON : []),
      check('No code fence', 'The answer is not fenced.', { rule: 'no_code_fence' }, 'info'),
      ...(fields.length > 0 ? ofItems(fields) : OF_TEXT),
    ],
    repetitions: formatIn(prompt) === 'label' ? ONE_WORD : IN_WORDS,
  });
}

const ONE_WORD = { n: 1, reason: 'The answer is one label, which hardly varies.' };
const IN_WORDS = { n: 3, reason: 'Answers are put in words, which may differ each time.' };

const OF_JSON = [
  check('Readable JSON', 'The answer is JSON that can be read.', { rule: 'valid_json' }, 'critical'),
  check('Nothing but JSON', 'No prose stands around the answer.', { rule: 'only_json' }, 'warning'),
];
const formatIn = (prompt: string): string => /^Its output: \{"format":"(\w+)"/m.exec(prompt)?.[1] ?? 'json';

function ofItems(fields: readonly string[]) {
  const leading = fields.slice(0, 2);
  const last = fields.at(-1)!;
  const required = { rule: 'required_fields', fields: leading };
  const unique = { rule: 'unique_items', fields: leading };
  const grounded = { rule: 'grounded_field', field: last };
  return [
    check('Fields filled in', `Every item has ${leading.join(' and ')}.`, required, 'critical'),
    check('No repeats', 'No item stands twice.', unique, 'warning'),
    check('Said in the input', `The ${last} occurs in the input.`, grounded, 'critical'),
  ];
}

const characters = { rule: 'character_count', min: 2, max: 20_000 };
const words = { rule: 'word_count', min: 1, max: 2000 };
const OF_TEXT = [
  check('Not empty', 'The answer says something.', characters, 'critical'),
  check('Not endless', 'The answer is at most 2,000 words long.', words, 'info'),
];

/** The fields of the output that the prompt describes, dates apart: they may be null in a right answer. */
function fieldsIn(prompt: string): string[] {
  for (const { index } of prompt.matchAll(/"fields"\s*:\s*(?=\{)/g)) {
    const fields = objectAt(prompt, prompt.indexOf('{', index));
    if (fields && Object.values(fields).every(isMatcher) && !isSchema(fields))
      return Object.keys(fields).filter((name) => matcherOf(fields[name]) !== 'date');
  }
  return [];
}

const matcherOf = (value: unknown): unknown =>
  typeof value === 'string' ? value : (value as { match?: unknown } | null)?.match;
const isMatcher = (value: unknown): boolean => typeof matcherOf(value) === 'string';
/** The prompt also shows rules whose parameter is called "fields", as a JSON Schema. */
const isSchema = ({ type }: Record<string, unknown>): boolean => type === 'array' || type === 'object';

/** The JSON object that begins at a place of a text, or null. */
function objectAt(text: string, from: number): Record<string, unknown> | null {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] !== '}' || --depth > 0) continue;
    try {
      return JSON.parse(text.slice(from, at + 1)) as Record<string, unknown>;
    } catch {
      return null;
    }
  }
  return null;
}
