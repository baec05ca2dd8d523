import { createSecretKey, randomBytes } from 'node:crypto';
import { Vault } from './vault.ts';

const home = { connection_id: 'c1', origin: 'https://api.example.com' };
const vault = new Vault(createSecretKey(randomBytes(32)));

describe('The key of a connection', () => {
  const sealed = vault.seal('sk-secret', home);

  it('opens where it belongs, and is never sealed twice alike', () => {
    expect(vault.open(sealed, home)).toBe('sk-secret');
    expect(sealed.includes('sk-secret')).toBe(false);
    expect(vault.seal('sk-secret', home)).not.toEqual(sealed);
  });

  it.each([
    ['another connection', { ...home, connection_id: 'c2' }],
    ['another scheme', { ...home, origin: 'http://api.example.com' }],
    ['another host', { ...home, origin: 'https://evil.example.com' }],
    ['another port', { ...home, origin: 'https://api.example.com:444' }],
  ])('does not open for %s', (_, elsewhere) => expect(vault.open(sealed, elsewhere)).toBeNull());

  it('does not open under another master key, or none, or when a bit of it was changed', () => {
    expect(new Vault(createSecretKey(randomBytes(32))).open(sealed, home)).toBeNull();
    expect(new Vault(null).open(sealed, home)).toBeNull();
    sealed.forEach((byte, at) => {
      const changed = Buffer.from(sealed);
      changed[at] = byte ^ 1;
      expect(vault.open(changed, home)).toBeNull();
    });
  });

  it('is not kept where there is no master key', () =>
    expect(() => new Vault(null).seal('sk-secret', home)).toThrow(
      expect.objectContaining({ code: 'no-master-key', message: expect.not.stringContaining('sk-secret') }),
    ));
});
