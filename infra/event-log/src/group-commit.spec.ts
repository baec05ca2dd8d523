import { groupCommit, MAX_EVENTS } from './group-commit.ts';
import type { Appended, Entry } from './log.ts';

const entry = (stream: string, events = 1): Entry => ({
  stream,
  expected: 0,
  facts: Array.from({ length: events }, () => ({ type: 'Noted', version: 1, data: {} })),
  correlation: 'spec',
});

const turn = () => new Promise((done) => setImmediate(done));

/** Commits that take a turn of the event loop. */
function slowly(
  commit: (entries: readonly Entry[]) => Appended[] = (entries) => entries.map((_, n) => ({ position: n })),
) {
  const commits: string[][] = [];
  const append = groupCommit(async (entries) => {
    commits.push(entries.map(({ stream }) => stream));
    await turn();
    return commit(entries);
  });
  return { append, commits };
}

describe('Group commit', () => {
  it('commits together what comes in a turn of the event loop, and what comes while a commit is under way', async () => {
    const { append, commits } = slowly();
    const first = [append(entry('a')), append(entry('b'))];
    await turn();
    await Promise.all([...first, append(entry('c')), append(entry('d'))]);
    expect(commits).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('has a stream once in a commit, its entries in the order in which they came', async () => {
    const { append, commits } = slowly();
    await Promise.all(['x', 'a', 'a', 'b', 'a'].map((stream) => append(entry(stream))));
    expect(commits).toEqual([['x', 'a', 'b'], ['a'], ['a']]);
  });

  it('takes no more events at once than it may, and an entry with more alone', async () => {
    const { append, commits } = slowly();
    await Promise.all([append(entry('a', 300)), append(entry('b', 300)), append(entry('huge', MAX_EVENTS + 1))]);
    expect(commits).toEqual([['a'], ['b'], ['huge']]);
  });

  it('tells each entry its own outcome', async () => {
    const { append } = slowly((entries) =>
      entries.map(({ stream }) => (stream === 'b' ? 'conflict' : { position: 7 })),
    );
    expect(await Promise.all([append(entry('a')), append(entry('b')), append(entry('c'))])).toEqual([
      { position: 7 },
      'conflict',
      { position: 7 },
    ]);
  });

  it('fails only the entry that is refused, not those that came with it', async () => {
    const refused = Object.assign(new Error('no'), { code: '22P02', severity: 'ERROR' });
    const { append } = slowly((entries) => {
      if (entries.some(({ stream }) => stream === 'bad')) throw refused;
      return entries.map(() => ({ position: 1 }));
    });
    const [first, a, bad, b] = await Promise.allSettled(
      ['first', 'a', 'bad', 'b'].map((stream) => append(entry(stream))),
    );
    expect([first, a, bad, b].map((one) => one!.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('leaves the outcome open for all of a commit that was cut off, tries none again, and goes on with the next', async () => {
    let cut = true;
    const { append, commits } = slowly((entries) => {
      if (cut && entries.length > 1) {
        cut = false;
        throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      }
      return entries.map(() => ({ position: 1 }));
    });
    const [a, b] = await Promise.allSettled(['a', 'b'].map((stream) => append(entry(stream))));
    expect([a!.status, b!.status]).toEqual(['rejected', 'rejected']);
    expect(commits).toEqual([['a', 'b']]);
    expect(await append(entry('c'))).toEqual({ position: 1 });
  });
});
