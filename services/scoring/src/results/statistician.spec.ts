import { call, evaluation, task } from './made-up.ts';
import { BY_F1 } from './rank-by.ts';
import { resultsOf } from './results.ts';
import { Statistician } from './statistician.ts';

const rows = (inputs: number) =>
  ['sim/careful', 'sim/quick'].flatMap((label, model) =>
    Array.from({ length: inputs }, (_, n) => call(label, `i${n}`, ((n * 7 + model) % 11) / 10)),
  );
const gathered = (inputs: number) => {
  const calls = rows(inputs);
  return { evaluation: evaluation({ inputs }), calls, costs: [], checks: [], task, rankBy: BY_F1, position: 1 };
};
const question = (inputs: number) => ({ ...gathered(inputs), calls: JSON.stringify(rows(inputs)) });

describe('The statistician', () => {
  const statistician = new Statistician();
  afterAll(() => statistician.close());

  it('works out in a thread what would be worked out here, in the order asked', async () => {
    const [first, second] = await Promise.all([statistician.ask(question(30)), statistician.ask(question(25))]);
    expect(JSON.stringify(first)).toBe(JSON.stringify(resultsOf(gathered(30))));
    expect(second.view.rows[0]!.f1!.n).toBe(25);
  });
  it('lets the event loop go on meanwhile', async () => {
    let turns = 0;
    let busy = true;
    const turn = () => void (busy && (turns++, setImmediate(turn)));
    const results = statistician.ask(question(2_000));
    turn();
    await results;
    busy = false;
    expect(turns).toBeGreaterThan(100);
  });
  it('says what went wrong, and answers the next', async () => {
    await expect(statistician.ask({ ...question(5), calls: 'nonsense' })).rejects.toThrow(/JSON/);
    expect((await statistician.ask(question(5))).view.rows).toHaveLength(2);
  });
  it('opens a new thread when one ends, and answers nothing after its close', async () => {
    const own = new Statistician();
    await own.ask(question(5));
    const left = own.ask(question(500));
    await Promise.all([expect(left).rejects.toThrow('not worked out'), own.close()]);
    expect((await own.ask(question(5))).view.rows).toHaveLength(2);
    await own.close();
  });
});
