import { ruleDocs, runChecks } from '@taskbench/check-engine';

const SENTENCE = 'Ana Lopez ships the release (AB-12) by 2026-11-24, and Bob pays 1,200 euros: 3 × 400 = 1200. ';
const ITEM = { owner: 'Ana Lopez', action: 'ships the release', due: '2026-11-24', start: 1, end: 2, confidence: 0.5 };
const CHARACTERS = 4_096;
const SECONDS = 3;

/** An output of 4 KB as prose, and one as a list of items. */
function outputs() {
  const prose = SENTENCE.repeat(Math.ceil(CHARACTERS / SENTENCE.length)).slice(0, CHARACTERS);
  const items = Array.from({ length: Math.floor(CHARACTERS / JSON.stringify(ITEM).length) }, (_, at) => ({
    ...ITEM,
    start: at,
    end: at + 1,
  }));
  return [
    { output: prose, parsed: undefined, items: null },
    { output: JSON.stringify({ items }), parsed: { items }, items },
  ];
}

/** Verdicts a second of one core, over the examples of all rules that need neither sandbox nor judge. */
export async function checksRate(): Promise<{ rate: number; slowest: string }> {
  const rules = ruleDocs().filter(({ sandboxed, rule }) => !sandboxed && rule !== 'judge');
  const took = new Map(rules.map(({ rule }) => [rule, 0]));
  const given = outputs();
  const round = async (count: boolean): Promise<number> => {
    for (const output of given) {
      const context = { ...output, input: SENTENCE.repeat(20) }; // a new one each time: nothing is kept of the last
      for (const { rule, example } of rules) {
        const began = performance.now();
        await runChecks([example], context);
        if (count) took.set(rule, took.get(rule)! + performance.now() - began);
      }
    }
    return given.length * rules.length;
  };
  for (let warm = 0; warm < 50; warm++) await round(false);
  const before = process.cpuUsage(); // of this process: others on the machine do not count
  const spent = () => Object.values(process.cpuUsage(before)).reduce((sum, micros) => sum + micros / 1e6, 0);
  let verdicts = 0;
  let rounds = 0;
  for (; spent() < SECONDS; rounds++) verdicts += await round(true);
  const rate = verdicts / spent();
  const slow = [...took].toSorted(([, a], [, b]) => b - a).slice(0, 3);
  const each = (ms: number) => `${Math.round((rounds * given.length * 1_000) / ms)}/s`;
  return { rate, slowest: slow.map(([rule, ms]) => `${rule} ${each(ms)}`).join(', ') };
}
