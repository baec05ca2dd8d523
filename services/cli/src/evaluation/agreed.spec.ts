import { PassThrough } from 'node:stream';
import { agreed, type Spending } from './agreed.ts';

const priced = { label: 'priced', prices: { prompt: '0.000003', completion: '0.000015' } };
const unpriced = { label: 'un\u001b[2Jpriced', prices: null };
const unsaid = { label: 'unsaid', prices: { prompt: '-1', completion: '-1' } };
const spending: Spending = { models: [priced, unpriced, unsaid], budget_usd: undefined, yes: false };

/** Asks where somebody is, or nobody, who says this or hangs up. */
async function asked(of: Partial<Spending>, says: string | null, isTTY = true, interrupted?: AbortSignal) {
  const stream = () => Object.assign(new PassThrough(), { isTTY });
  const [input, output] = [stream(), stream()];
  if (says === null) input.end();
  else if (says !== '') input.write(`${says}\n`);
  const answer = await agreed({ ...spending, ...of }, { input, output }, interrupted);
  return { answer, said: String(output.read() ?? '') };
}

describe('Models of unknown price without a budget', () => {
  it('are asked about by name, and started at a yes alone', async () => {
    expect(await asked({}, 'y')).toEqual({
      answer: true,
      said: 'The price of unpriced, unsaid is unknown, so nothing limits the cost. Start? y/N ',
    });
    for (const yes of ['Y', 'yes', ' YES ']) expect((await asked({}, yes)).answer).toBe(true);
    for (const no of ['n', 'nay', 'yn', ' ', null]) expect((await asked({}, no)).answer).toBe(false);
  });

  it('are not started when the question is interrupted', async () => {
    const interrupt = new AbortController();
    const asking = asked({}, '', true, interrupt.signal);
    interrupt.abort();
    expect((await asking).answer).toBe(false);
  });

  it('are refused in a line where nobody can be asked', () =>
    expect(asked({}, 'y', false)).rejects.toThrow(
      'The price of unpriced, unsaid is unknown, so nothing limits the cost. Nothing was started; --yes starts it all the same.',
    ));

  it.each([
    ['it was agreed to beforehand', { yes: true }],
    ['there is a budget, which the API refuses', { budget_usd: '1.00' }],
    ['every price is known', { models: [priced] }],
  ])('are not asked about when %s', async (_, of) => {
    for (const isTTY of [true, false]) expect(await asked(of, null, isTTY)).toEqual({ answer: true, said: '' });
  });
});
