import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { OwnError } from '@taskbench/contracts';
import type { Pool } from './database.ts';
import { gather } from './gather.ts';

/** A text ready to be stored: what names it, and its bytes, which only its scope's key opens. */
export interface SealedText {
  readonly scope: string;
  readonly digest: string;
  readonly ciphertext: Buffer;
}

interface Keys {
  readonly cipher: KeyObject;
  readonly digest: KeyObject;
}

/** Texts that this process sealed last and nobody has read since, and how long they are at most: an output is scored soon. */
const RECENT = 1_000;
const LONGEST_RECENT = 10_000;
const NONCE = 12;
const TAG = 16;

/** Texts of users and models: outside events, AES-256-GCM under their task's own key, named by HMAC. */
export class Texts {
  private readonly keys = new Map<string, Promise<Keys>>();
  private readonly recent = new Map<string, string>();
  private readonly reading = new Map<string, (digests: readonly string[]) => Promise<ReadonlyMap<string, Buffer>>>();
  private drawn = Buffer.alloc(0);

  constructor(private readonly pool: Pool) {}

  /** Seals a text of a task. Equal texts of one task get the same digest and are stored once. */
  async seal(scope: string, text: string): Promise<SealedText> {
    const keys = await this.keysOf(scope);
    const plain = Buffer.from(text, 'utf8');
    const nonce = this.nonce();
    const cipher = createCipheriv('aes-256-gcm', keys.cipher, nonce);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    const digest = createHmac('sha256', keys.digest).update(plain).digest('hex');
    this.keep(`${scope} ${digest}`, text);
    return { scope, digest, ciphertext: Buffer.concat([nonce, cipher.getAuthTag(), sealed]) };
  }

  /** Drawn many at a time: each drawing takes longer than its bytes. */
  private nonce(): Buffer {
    if (this.drawn.length < NONCE) this.drawn = randomBytes(NONCE * 256);
    const nonce = this.drawn.subarray(0, NONCE);
    this.drawn = this.drawn.subarray(NONCE);
    return nonce;
  }

  private keep(name: string, text: string): void {
    if (text.length > LONGEST_RECENT) return;
    this.recent.set(name, text);
    if (this.recent.size > RECENT) this.recent.delete(this.recent.keys().next().value!);
  }

  private taken(name: string): string | undefined {
    const text = this.recent.get(name);
    this.recent.delete(name);
    return text;
  }

  /** What would name a text of a task; it is not stored. */
  async digestOf(scope: string, text: string): Promise<string> {
    const keys = await this.keysOf(scope);
    return createHmac('sha256', keys.digest).update(text, 'utf8').digest('hex');
  }

  /** The texts that digests name, by digest. Throws when one is not there or was changed. */
  async read(scope: string, digests: readonly string[]): Promise<Map<string, string>> {
    const [keys, sealed] = await Promise.all([this.keysOf(scope), this.sealed(scope)(digests)]);
    return new Map(
      digests.map((digest) => {
        const ciphertext = sealed.get(digest);
        if (!ciphertext) throw new OwnError(`The text ${digest.slice(0, 12)}… of ${scope} is not in the log.`);
        return [digest, open(keys, Buffer.from(digest, 'hex'), ciphertext)];
      }),
    );
  }

  /** One text. The first time after this process sealed it, it need not be fetched. */
  async one(scope: string, digest: string): Promise<string> {
    return this.taken(`${scope} ${digest}`) ?? (await this.read(scope, [digest])).get(digest)!;
  }

  /** Whether a stored text opens under its task's key and is the one that its digest names. */
  async isWhole(scope: string, digest: Buffer, ciphertext: Buffer): Promise<boolean> {
    const keys = await this.keysOf(scope);
    try {
      open(keys, digest, ciphertext);
      return true;
    } catch {
      return false;
    }
  }

  /** Reads of a scope's texts as they are stored, those of one moment together. */
  private sealed(scope: string): (digests: readonly string[]) => Promise<ReadonlyMap<string, Buffer>> {
    const known = this.reading.get(scope);
    if (known) return known;
    const reading = gather(async (digests: readonly string[]) => {
      const { rows } = await this.pool.query<{ digest: Buffer; ciphertext: Buffer }>({
        name: 'texts',
        text: 'select digest, ciphertext from log.texts where scope = $1 and digest = any($2::bytea[])',
        values: [scope, [...new Set(digests)].map((digest) => Buffer.from(digest, 'hex'))],
      });
      return new Map(rows.map(({ digest, ciphertext }) => [digest.toString('hex'), ciphertext]));
    });
    this.reading.set(scope, reading);
    return reading;
  }

  private keysOf(scope: string): Promise<Keys> {
    const known = this.keys.get(scope);
    if (known) return known;
    const loading = this.load(scope);
    this.keys.set(scope, loading);
    loading.catch(() => this.keys.delete(scope));
    return loading;
  }

  private async load(scope: string): Promise<Keys> {
    const { rows } = await this.pool.query<{ key: Buffer }>('select log.key_of($1, $2) as key', [
      scope,
      randomBytes(32),
    ]);
    const derived = (use: string) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', rows[0]!.key, scope, `taskbench ${use}`, 32)));
    return { cipher: derived('cipher'), digest: derived('digest') };
  }
}

function open(keys: Keys, digest: Buffer, ciphertext: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keys.cipher, ciphertext.subarray(0, NONCE));
  decipher.setAuthTag(ciphertext.subarray(NONCE, NONCE + TAG));
  const plain = Buffer.concat([decipher.update(ciphertext.subarray(NONCE + TAG)), decipher.final()]);
  if (!createHmac('sha256', keys.digest).update(plain).digest().equals(digest)) {
    throw new OwnError(`The text ${digest.toString('hex').slice(0, 12)}… does not match its digest.`);
  }
  return plain.toString('utf8');
}
