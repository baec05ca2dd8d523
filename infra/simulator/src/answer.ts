import type { KnownInput } from './samples.ts';
import type { SimulatedModel } from './models.ts';
import { pick, type Random } from './random.ts';

type Item = Record<string, unknown>;

/** The gold of a known input as this model would give it: with its own kinds and rates of mistakes. */
export function perturbed({ gold, list }: KnownInput, { profile }: SimulatedModel, chance: Random): string {
  if (list === null || typeof gold !== 'object' || gold === null)
    return typeof gold === 'string' ? gold : JSON.stringify(gold);
  const right = (gold as Record<string, Item[]>)[list] ?? [];
  const given: Item[] = [];
  for (const item of right) {
    if (chance() < profile.drop) continue;
    given.push(chance() < profile.wrong ? mistaken(item, chance) : chance() < profile.reword ? reworded(item) : item);
    if (chance() < profile.invent) given.push(invented(item, chance));
  }
  if (right.length === 0 && chance() < profile.invent)
    given.push({ owner: 'Everyone', action: 'Follow up on the meeting', due: null });
  const text = JSON.stringify({ [list]: given }, null, 1);
  if (chance() < profile.malformed) return text.slice(0, Math.max(1, text.length - 4));
  return chance() < profile.fence ? `Here is the result:\n\n\`\`\`json\n${text}\n\`\`\`` : text;
}

const longest = (item: Item): string | undefined =>
  Object.keys(item)
    .filter((field) => typeof item[field] === 'string')
    .sort((a, b) => String(item[b]).length - String(item[a]).length)[0];

/** The longest text changes by a little: a fair matcher still takes it. */
function reworded(item: Item): Item {
  const field = longest(item);
  return field ? { ...item, [field]: `${String(item[field]).replace(/\.$/, '')}.` } : item;
}

/** One short field is plainly wrong. */
function mistaken(item: Item, chance: Random): Item {
  const field = pick(
    Object.keys(item).filter((name) => name !== longest(item)),
    chance,
  );
  return field === undefined
    ? item
    : { ...item, [field]: /^\d{4}-/.test(String(item[field])) ? '1999-12-31' : 'Somebody else' };
}

/** An item that nobody said. */
function invented(item: Item, chance: Random): Item {
  const field = longest(item);
  const action = pick(
    ['Order lunch for the whole team', 'Book the large meeting room again', 'Send everybody a reminder on Friday'],
    chance,
  );
  return field ? { ...item, [field]: action } : item;
}

/** For a task that nobody bundled: an answer in the shape that the prompt shows. */
export function shaped(prompt: string): string {
  const key = /"(\w+)"\s*:\s*\[/.exec(prompt)?.[1];
  const names = [...new Set(prompt.match(/\b\p{Lu}[\p{L}-]{2,}\b/gu) ?? [])].slice(-5);
  return JSON.stringify(key ? { [key]: names } : { items: names });
}

/** A check set for the task that a generation prompt describes. */
export function checkSet(prompt: string): string {
  const fields = Object.keys(fieldsIn(prompt));
  const check = (name: string, description: string, validation_rule: object, severity: string) => ({
    name,
    description,
    validation_rule,
    severity,
  });
  const ofItems = fields.length > 0 && [
    check(
      'Fields filled in',
      `Every item has ${fields.slice(0, 2).join(' and ')}.`,
      { rule: 'required_fields', fields: fields.slice(0, 2) },
      'critical',
    ),
    check('No repeats', 'No item stands twice.', { rule: 'unique_items', fields: fields.slice(0, 2) }, 'warning'),
    check(
      'Said in the input',
      `The ${fields.at(-1)} occurs in the input.`,
      { rule: 'grounded_field', field: fields.at(-1) },
      'critical',
    ),
  ];
  return JSON.stringify({
    checks: [
      check('Readable JSON', 'The answer is JSON that can be read.', { rule: 'valid_json' }, 'critical'),
      check('Nothing but JSON', 'No prose stands around the answer.', { rule: 'only_json' }, 'warning'),
      check('No code fence', 'The answer is not fenced.', { rule: 'no_code_fence' }, 'info'),
      ...(ofItems || [
        check('Not empty', 'The answer says something.', { rule: 'character_count', min: 2, max: 20_000 }, 'critical'),
        check(
          'No excuses',
          'The answer does not apologise.',
          { rule: 'forbidden_words', words: ['sorry', 'unfortunately'] },
          'info',
        ),
      ]),
    ],
  });
}

function fieldsIn(prompt: string): object {
  const found = /^Its output: (\{.*\})$/m.exec(prompt)?.[1];
  const fields = found ? ((JSON.parse(found) as { fields?: Record<string, unknown> }).fields ?? {}) : {};
  // A date may be null in a right answer, so no check may want it.
  return Object.fromEntries(Object.entries(fields).filter(([, matcher]) => matcher !== 'date'));
}
