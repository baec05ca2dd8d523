import { Kept } from './kept.ts';

describe('What is kept', () => {
  it('is worked out once by key, and again when it failed or when others were asked for since', async () => {
    const kept = new Kept<string>(2);
    const made: string[] = [];
    const ask = (key: string, fails = false) =>
      kept.get(key, async () => {
        made.push(key);
        if (fails) throw new Error('away');
        return key.toUpperCase();
      });
    expect(await Promise.all([ask('a'), ask('a')])).toEqual(['A', 'A']);
    await expect(ask('b', true)).rejects.toThrow('away');
    expect(await ask('b')).toBe('B');
    await ask('c');
    await ask('a');
    expect(made).toEqual(['a', 'b', 'b', 'c', 'a']);
  });
});
