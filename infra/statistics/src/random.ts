/** Four well mixed words from a seed (FNV-1a a word, finished as in MurmurHash3). */
function words(seed: string): [number, number, number, number] {
  const word = (salt: number) => {
    let hash = 2166136261 ^ salt;
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 16777619);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  return [word(0x9e3779b9), word(0x243f6a88), word(0xb7e15162), word(0x8aed2a6a)];
}

/**
 * Words of 32 bits that the seed alone decides, so that a logged seed repeats a figure on any machine
 * (sfc32: Doty-Humphrey, PractRand). Not for secrets.
 */
export function randomWords(seed: number | string): () => number {
  let [a, b, c, counter] = words(String(seed));
  const next = () => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    return out >>> 0;
  };
  for (let i = 0; i < 15; i++) next(); // the generator's author asks for it: early numbers still show the seed
  return next;
}

/** The same words as numbers in [0, 1). */
export function random(seed: number | string): () => number {
  const next = randomWords(seed);
  return () => next() / 2 ** 32;
}
