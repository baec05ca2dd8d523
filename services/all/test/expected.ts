/** What the simulator errs by; see the README of infra/simulator. */
interface Profile {
  readonly drop: number;
  readonly invent: number;
  readonly wrong: number;
  readonly malformed: number;
}

type Figure = 'accuracy' | 'completeness' | 'hallucination_rate';
type Figures = Record<Figure, number>;

/**
 * The figures that a profile's errors make of inputs with this many gold items, by counting all that can happen and
 * science.md table 2.1; no output is parsed and nothing is matched. An input without gold has a hallucination rate only
 * where something was invented, and then it is 1: `hallucinating` says how many inputs the figure was taken over.
 */
export function expected(sizes: readonly number[], profile: Profile, label: boolean, hallucinating: number): Figures {
  const some = sizes.filter((size) => size > 0);
  const outcomes = some.map((size) => (label ? ofLabel(profile) : ofList(size, profile)));
  const sum = (figure: Figure) => outcomes.reduce((all, outcome) => all + outcome[figure], 0);
  const silent = (sizes.length - some.length) * (1 - profile.invent) * (1 - profile.malformed);
  const spoken = hallucinating - some.length;
  return {
    accuracy: (sum('accuracy') + silent) / sizes.length,
    completeness: sum('completeness') / some.length,
    hallucination_rate: (sum('hallucination_rate') + spoken) / hallucinating,
  };
}

/** A list: nothing right and nothing claimed has no hallucination rate; nor has a broken answer. */
function ofList(size: number, { drop, invent, wrong, malformed }: Profile): Figures {
  let [accuracy, completeness, hallucinated, claimed] = [0, 0, 0, 0];
  for (let kept = 0; kept <= size; kept++)
    for (let right = 0; right <= kept; right++)
      for (let added = 0; added <= size; added++) {
        const said = kept + added;
        if (said === 0) continue;
        const chance =
          binomial(size, kept, 1 - drop) * binomial(kept, right, 1 - wrong) * binomial(size, added, invent);
        accuracy += (chance * right) / said;
        completeness += (chance * right) / size;
        hallucinated += chance * (1 - right / said);
        claimed += chance;
      }
  const read = 1 - malformed;
  return { accuracy: accuracy * read, completeness: completeness * read, hallucination_rate: hallucinated / claimed };
}

/** A label: whatever goes wrong makes it another one. */
function ofLabel({ drop, invent, wrong, malformed }: Profile): Figures {
  const right = (1 - drop) * (1 - wrong) * (1 - invent) * (1 - malformed);
  return { accuracy: right, completeness: right, hallucination_rate: 1 - right };
}

const binomial = (n: number, k: number, p: number): number => choose(n, k) * p ** k * (1 - p) ** (n - k);
const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
