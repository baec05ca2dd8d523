import { gather } from './gather.ts';

/** A reader that answers when it is told to, and what it was asked for. */
function reader() {
  const asked: (readonly string[])[] = [];
  const answers: { done: () => void; fail: (error: Error) => void }[] = [];
  const read = gather((keys: readonly string[]) => {
    asked.push(keys);
    return new Promise<ReadonlyMap<string, string>>((resolve, reject) =>
      answers.push({ done: () => resolve(new Map(keys.map((key) => [key, key.toUpperCase()]))), fail: reject }),
    );
  });
  const settled = () => new Promise((done) => setImmediate(done));
  return { read, asked, answers, settled };
}

describe('Reads that are gathered', () => {
  it('begin after a turn of the event loop, and those that come in it, or meanwhile, are one', async () => {
    const { read, asked, answers, settled } = reader();
    const all = [read(['a']), read(['d'])];
    await settled();
    expect(asked).toEqual([['a', 'd']]);
    all.push(read(['b']), read(['c', 'b']));
    answers[0]!.done();
    await settled();
    expect(asked).toEqual([
      ['a', 'd'],
      ['b', 'c', 'b'],
    ]);
    answers[1]!.done();
    expect((await all[0])!.get('a')).toBe('A');
    expect((await all[3])!.get('c')).toBe('C');
  });

  it('see what was written before they were asked for: none is answered by a reading that had begun', async () => {
    const { read, asked, answers, settled } = reader();
    const all = [read(['a'])];
    await settled();
    all.push(read(['a']));
    answers[0]!.done();
    await settled();
    expect(asked).toEqual([['a'], ['a']]);
    answers[1]!.done();
    await Promise.all(all);
  });

  it('fail together, and the next ones do not', async () => {
    const { read, answers, settled } = reader();
    const first = read(['a']);
    await settled();
    const [second, third] = [read(['b']), read(['c'])];
    answers[0]!.done();
    await first;
    await settled();
    answers[1]!.fail(new Error('Postgres is away.'));
    await expect(second).rejects.toThrow('away');
    await expect(third).rejects.toThrow('away');
    const next = read(['d']);
    await settled();
    answers[2]!.done();
    expect((await next).get('d')).toBe('D');
  });

  it('are cut at 200 keys, and who asks for more reads alone', async () => {
    const { read, asked, answers, settled } = reader();
    const keys = (of: string, count: number) => Array.from({ length: count }, (_, at) => `${of}${at}`);
    const all = [read(keys('a', 150)), read(keys('b', 60)), read(keys('c', 500))];
    for (let at = 0; at < 3; at++) {
      await settled();
      answers[at]!.done();
    }
    await Promise.all(all);
    expect(asked.map(({ length }) => length)).toEqual([150, 60, 500]);
  });
});
