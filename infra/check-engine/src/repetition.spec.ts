import { setImmediate } from 'node:timers/promises';
import { ruleDocs } from './catalogue.ts';
import { judged } from './spec-verdict.ts';

const LONG = 250_000;
const REPEATED = ['"', ' ', '\n', '<<', '[', '#', 'a.', '这', '1+', '1,111', '"a",', 'AB12', '```\n'];

describe('An output that repeats itself for ever', () => {
  const examples = ruleDocs().filter(({ sandboxed, rule }) => !sandboxed && rule !== 'judge');

  // A rule that looks at the rest of the text from every place in it takes minutes.
  it.each(REPEATED)(
    'of %j is judged by every rule in time',
    async (part) => {
      const output = `x${part.repeat(LONG / part.length)}y`;
      for (const { example } of examples) {
        expect((await judged(example, output, output)).verdict).not.toBe('error');
        await setImmediate(); // lets the test's own time run out
      }
    },
    60_000,
  );
});
