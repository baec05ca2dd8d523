import { apart, type Logger } from '@taskbench/telemetry';
import type { Worker } from './service.ts';

const EVERY_MS = 1_000;

/**
 * Work that is done when something may have changed, and every second or so behind that; never beside itself. Wakes that come
 * meanwhile make one more round. A round that throws is logged and followed by the next.
 */
export class Sweep implements Worker {
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly logger: Logger,
    private readonly failure: string,
    private readonly work: () => Promise<void>,
    everyMs = EVERY_MS,
  ) {
    this.timer = setInterval(() => this.wake(), everyMs);
  }

  wake(): void {
    this.again = true;
    this.round ??= apart(() => this.rounds()).finally(() => (this.round = null));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.again = false;
    await this.round;
  }

  private async rounds(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.work().catch((error: unknown) => this.logger.warn({ err: error }, this.failure));
    }
  }
}
