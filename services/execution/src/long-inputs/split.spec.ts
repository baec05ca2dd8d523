import fc from 'fast-check';
import { split } from './split.ts';
import { tokenCounter, type Count } from './tokens.ts';

let count: Count;
beforeAll(async () => {
  count = await tokenCounter();
});
const words = 'the quick brown fox jumps over a lazy dog while we wait for trains'.split(' ');
const sentence = (at: number) =>
  `Sentence ${at} says that ${words[at % words.length]} ${words[(at * 7) % words.length]} it.`;
const paragraph = (at: number) => Array.from({ length: 4 }, (_, of) => sentence(at * 4 + of)).join(' ');

/** Each part goes on within what came before or right after it: nothing is left out, and how much is said again. */
function covered(text: string, parts: readonly string[]): number {
  let [end, again] = [0, 0];
  let begin = 0;
  for (const part of parts) {
    const at = text.indexOf(part, begin);
    if (at === -1 || at > end) throw new Error(`A part is not where it should be: ${part.slice(0, 40)}`);
    again += end - at;
    [begin, end] = [at + 1, Math.max(end, at + part.length)];
  }
  if (end !== text.length) throw new Error(`${text.length - end} characters are in no part.`);
  return again;
}

describe('A long input', () => {
  it('that fits is one part', () => expect(split('short', 10, count)).toEqual(['short']));

  it('of prose is split at paragraphs, with some of each part said again in the next', () => {
    const text = Array.from({ length: 60 }, (_, at) => paragraph(at)).join('\n\n');
    const parts = split(text, 600, count);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(count(part)).toBeLessThanOrEqual(600);
      expect(part).toMatch(/^Sentence \d+ says/);
    }
    expect(covered(text, parts)).toBeGreaterThan(0);
  });

  it.each([
    [
      'JSON Lines',
      (of: object[]) => of.map((one) => JSON.stringify(one)).join('\n'),
      (part: string) => part.split('\n').map((line) => JSON.parse(line) as object),
    ],
    ['a JSON list', (of: object[]) => JSON.stringify(of, null, 2), (part: string) => JSON.parse(part) as object[]],
    [
      'CSV',
      (of: object[]) => ['id,said', ...of.map((one) => Object.values(one).join())].join('\n'),
      (part: string) =>
        part
          .split('\n')
          .slice(1)
          .map((row) => ({ id: Number(row.split(',')[0]), said: row.split(',')[1] })),
    ],
  ] as const)('of records is split at them, each once: %s', (_, write, read) => {
    const records = Array.from({ length: 120 }, (_, id) => ({ id, said: `word ${words[id % 9]}` }));
    const parts = split(write(records), 200, count);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) expect(count(part)).toBeLessThanOrEqual(200);
    expect(parts.flatMap(read)).toEqual(records);
  });

  it('without any border is cut anyway', () => {
    const text = Array.from({ length: 1_500 }, (_, at) => at).join('');
    const parts = split(text, 100, count);
    covered(text, parts);
    for (const part of parts) expect(count(part)).toBeLessThanOrEqual(100);
  });

  it('loses nothing, always fits, and is split the same again', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom('\n\n', '\n', '. ', ' ', '😀', '{"a":1}', ',', '<|endoftext|>'),
            fc.lorem({ maxCount: 30 }),
          ),
          { maxLength: 60 },
        ),
        fc.integer({ min: 20, max: 200 }),
        (pieces, most) => {
          const text = pieces.map((piece, at) => `${piece}${at}`).join(''); // so that hardly anything stands in it twice
          const parts = split(text, most, count);
          for (const part of parts) expect(count(part)).toBeLessThanOrEqual(most);
          expect(split(text, most, count)).toEqual(parts);
          const letters = (of: string) => of.replace(/\s+/g, '');
          const all = letters(text);
          let end = 0;
          for (const part of parts.map(letters)) {
            const at = all.lastIndexOf(part, end);
            expect(at).not.toBe(-1);
            end = Math.max(end, at + part.length);
          }
          expect(end).toBe(all.length);
        },
      ),
      { numRuns: 200 },
    ));
});
