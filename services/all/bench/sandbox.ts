import { openSandbox } from '@taskbench/sandbox';

const VERDICTS = 5_000;
const CODE = '(output, { items }) => items.length > 0 && items.every(({ owner }) => output.includes(owner))';
const OWNERS = Array.from({ length: 10 }, (_, at) => ({ owner: `owner ${at}` }));

/** Verdicts a second of a lambda on outputs of 4 KB, each in an engine of its own. */
export async function verdictsPerSecond(): Promise<number> {
  const sandbox = openSandbox();
  const run = async (count: number) => {
    const programs = Array.from({ length: count }, (_, at) => ({
      code: CODE,
      arguments: [JSON.stringify(OWNERS).padEnd(4_096, ` ${at}`), { items: OWNERS, input: 'notes', gold: OWNERS }],
    }));
    const results = await sandbox.run(programs);
    if (!results.every((result) => 'value' in result && result.value === true)) throw new Error('A verdict is wrong.');
  };
  await run(200);
  const began = performance.now();
  await run(VERDICTS);
  const rate = (VERDICTS / (performance.now() - began)) * 1_000;
  await sandbox.close();
  return rate;
}
