import { natsAddress } from './nats-address.ts';

describe('The address of a NATS server', () => {
  it.each([
    ['nats://127.0.0.1:4222', { servers: 'nats://127.0.0.1:4222' }],
    ['127.0.0.1:4222', { servers: 'nats://127.0.0.1:4222' }],
    ['nats://me:a%40b@host:4222', { servers: 'nats://host:4222', user: 'me', pass: 'a@b' }],
    ['tls://secret@host', { servers: 'tls://host', token: 'secret' }],
  ])('%s', (text, address) => expect(natsAddress(text)).toEqual(address));
});
