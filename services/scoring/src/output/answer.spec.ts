import { answerText } from './answer.ts';

const read = (...items: unknown[]) => answerText('', { state: 'parsed' }, items);

describe('What an output says', () => {
  it('is the same for other key order, case, white space and Unicode form', () =>
    expect(read({ a: 'Call  ANN', b: ['e\u0301'] })).toBe(read({ b: ['é'], a: 'call ann ' })));
  it('is another for another value, order or type', () => {
    const said = read({ a: '1' }, { a: 'x' });
    expect([read({ a: 1 }, { a: 'x' }), read({ a: 'x' }, { a: '1' }), read({ a: '1' })]).not.toContain(said);
  });
  it('is the text itself where it could not be parsed, and never what a parsed one says', () => {
    expect(answerText('Sorry,  no', { state: 'failed' }, [])).toBe(answerText('sorry, NO', { state: 'failed' }, []));
    expect(answerText('[]', { state: 'failed' }, [])).not.toBe(read());
  });
});
