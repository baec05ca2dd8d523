import { isOutage, isRefusal } from './outage.ts';

const of = (fields: object, message = 'no') => Object.assign(new Error(message), fields);
const postgres = (code: string) => of({ code, severity: 'ERROR' });

describe('An error of Postgres', () => {
  it.each([
    ['a connection that was refused', of({ code: 'ECONNREFUSED' })],
    ['a connection that was reset', of({ code: 'ECONNRESET' })],
    ['a socket whose file is gone', of({ code: 'ENOENT', syscall: 'connect' })],
    ['a server that stops', postgres('57P01')],
    ['a server that starts', postgres('57P03')],
    ['too many connections', postgres('53300')],
    ['a full disk', postgres('53100')],
    ['a disk that fails', postgres('58030')],
    ['a statement that was cancelled', postgres('57014')],
    ['a deadlock', postgres('40P01')],
    ['a server that was made read-only', postgres('25006')],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
    ['a pool that got none', new Error('timeout exceeded when trying to connect')],
  ])('is an outage: %s', (_, error) => expect([isOutage(error), isRefusal(error)]).toEqual([true, false]));

  it.each([
    ['a row that breaks a rule', postgres('23505')],
    ['a number that does not fit', postgres('22003')],
    ['a table that is not there', postgres('42P01')],
  ])('is a refusal: %s', (_, error) => expect([isOutage(error), isRefusal(error)]).toEqual([false, true]));

  it.each([
    ['a defect of ours', new TypeError('x is not a function')],
    ['a file that is not there', of({ code: 'ENOENT', syscall: 'open' })],
    ['nothing at all', undefined],
  ])('is neither: %s', (_, error) => expect([isOutage(error), isRefusal(error)]).toEqual([false, false]));
});
