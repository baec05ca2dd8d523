import { invented, mistaken, reworded, type Item } from './mistakes.ts';
import type { Profile } from './models.ts';
import { pick, type Random } from './random.ts';
import type { KnownInput } from './samples.ts';

/** The gold of a known input as a model would give it: with its own kinds and rates of mistakes. */
export function perturbed({ gold, list }: KnownInput, profile: Profile, chance: Random): string {
  if (list === null) return typeof gold === 'string' ? gold : JSON.stringify(gold ?? null);
  const right = (gold as Record<string, Item[]>)[list.key] ?? [];
  const given = right.flatMap((item) => {
    // All are drawn whatever comes of them, so that each keeps its rate.
    const [drop, wrong, reword, invent] = [chance(), chance(), chance(), chance()];
    const said: Item[] = [];
    if (drop >= profile.drop) {
      if (wrong < profile.wrong) said.push(mistaken(item, right, list.matchers, chance));
      else said.push(reword < profile.reword ? reworded(item, list.matchers, chance) : item);
    }
    if (invent < profile.invent) said.push(invented(item, list.matchers, chance));
    return said;
  });
  if (right.length === 0 && chance() < profile.invent) given.push(invented({}, list.matchers, chance));

  const text = JSON.stringify({ ...(gold as object), [list.key]: given }, null, 1);
  if (chance() < profile.malformed) return text.slice(0, -4);
  return chance() < profile.fence ? pick(SURROUNDINGS, chance)(text) : text;
}

const SURROUNDINGS: readonly ((text: string) => string)[] = [
  (text) => `\`\`\`json\n${text}\n\`\`\``,
  (text) => `Here is the result:\n\n${text}\n\nTell me if you need anything else.`,
  (text) => `Here is the result:\n\n\`\`\`json\n${text}\n\`\`\``,
];
