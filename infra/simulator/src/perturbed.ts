import { invented, mistaken, reworded } from './mistakes.ts';
import type { Profile } from './models.ts';
import { pick, type Random } from './random.ts';
import type { KnownInput } from './samples.ts';

/** The gold of a known input as a model would give it: with its own kinds and rates of mistakes. */
export function perturbed({ gold, answer }: KnownInput, profile: Profile, chance: Random): string {
  if (answer === null) return typeof gold === 'string' ? gold : JSON.stringify(gold ?? null);
  const { items, written } = answer;
  const given = items.flatMap((item) => {
    // All are drawn whatever comes of them, so that each keeps its rate.
    const [drop, wrong, reword, invent] = [chance(), chance(), chance(), chance()];
    const said: unknown[] = [];
    if (drop >= profile.drop) {
      if (wrong < profile.wrong) said.push(mistaken(item, answer, chance));
      else said.push(reword < profile.reword ? reworded(item, answer, chance) : item);
    }
    if (invent < profile.invent) said.push(invented(item, answer, chance));
    return said;
  });
  if (items.length === 0 && chance() < profile.invent) given.push(invented(undefined, answer, chance));

  const text = written.write(given);
  if (chance() < profile.malformed) return written.broken(text);
  return chance() < profile.fence ? pick(written.surroundings, chance)(text) : text;
}
