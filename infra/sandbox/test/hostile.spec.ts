import { openSandbox, type Program, type Result } from '../src/index.ts';
import { answering, exhausting, reaching } from './hostile-programs.ts';

const GIVEN = ['out', { items: [1], input: '', gold: null }];
const sum = (n: number): Program => ({ code: '(a, b) => a + b', arguments: [n, 1] });

describe('A program that nobody has to trust', () => {
  const sandbox = openSandbox();
  let longest = { name: '', ms: 0 };
  afterAll(async () => {
    process.stdout.write(`The longest hostile program held its batch up for ${longest.ms} ms: ${longest.name}.\n`);
    await sandbox.close();
  });

  /** Runs a program in the middle of others, and others of the same sandbox beside it. */
  async function among(name: string, code: string): Promise<Result> {
    const began = performance.now();
    const beside = sandbox.run([sum(10), sum(20)]);
    const [before, result, after] = await sandbox.run([sum(1), { code, arguments: GIVEN }, sum(2)]);
    const ms = Math.round(performance.now() - began);
    if (ms > longest.ms) longest = { name, ms };
    expect([before, after]).toEqual([{ value: 2 }, { value: 3 }]);
    expect(await beside).toEqual([{ value: 11 }, { value: 21 }]);
    return result!;
  }

  it.each(reaching)('reaches nothing: %s', async (name, code, expected) =>
    expect(await among(name, code)).toMatchObject(expected),
  );

  it.each(answering)('answers with JSON or not at all: %s', async (name, code, expected) => {
    const result = await among(name, code);
    // A busy machine may find it too slow before its own limit is reached.
    if ('error' in expected && expected.error === 'timeout')
      expect(result).toMatchObject({ error: expect.stringMatching(/^(timeout|killed)$/) });
    else expect(result).toMatchObject(expected);
  });

  it.each(exhausting)('ends, and the others go on: %s', async (name, code, expected) => {
    const result = await among(name, code);
    if ('error' in expected)
      expect(result).toMatchObject({ error: expect.stringMatching(`^(${expected.error}|timeout|killed)$`) });
    else expect(result).toEqual(expected);
  });

  it('leaves nothing of itself to this process', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
