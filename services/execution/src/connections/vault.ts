import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { Rejection } from '@taskbench/kernel';

/** What a key belongs to: it opens for no other connection and no other origin. */
export interface Belonging {
  readonly connection_id: string;
  readonly origin: string;
}

const NONCE = 12;
const TAG = 16;

/** Seals the keys of connections with AES-256-GCM under the master key. */
export class Vault {
  private readonly key: KeyObject | null;

  constructor(master: KeyObject | null) {
    this.key = master && createSecretKey(Buffer.from(hkdfSync('sha256', master, '', 'taskbench connections', 32)));
  }

  seal(key: string, to: Belonging): Buffer {
    if (!this.key)
      throw new Rejection(
        'no-master-key',
        'No key can be kept here. Set TASKBENCH_MASTER_KEY or TASKBENCH_MASTER_KEY_FILE and start TaskBench again.',
      );
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(bound(to));
    const sealed = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** The key; null when it cannot be opened: another master key, or it was moved here from elsewhere. */
  open(sealed: Buffer, from: Belonging): string | null {
    if (!this.key) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(bound(from)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}

const bound = ({ connection_id, origin }: Belonging): Buffer => Buffer.from(`${connection_id}\n${origin}`);
