import type { LiveMessage } from '@taskbench/contracts';
import type { SocketRoute, Worker } from '@taskbench/service-kit';
import type { WebSocket } from 'ws';
import type { Queries } from './queries.ts';
import { evaluationView, progressView } from './view.ts';

const BATCH_MS = 100;
const POLL_MS = 1_000; // another replica may have folded the batch

/** Follows one evaluation on one socket: what changed after the position that the page has, then what changes. */
class Follower {
  private timer: NodeJS.Timeout | null = null;
  private reading = false;
  private first = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly queries: Queries,
    private readonly evaluationId: string,
    private position: number,
  ) {}

  /** Sends what has changed, soon; changes within 100 ms go together. */
  wake(delay = BATCH_MS): void {
    this.timer ??= setTimeout(() => void this.send(), delay);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private async send(): Promise<void> {
    this.timer = null;
    if (this.reading || this.socket.readyState !== this.socket.OPEN) return;
    this.reading = true;
    try {
      const { position, evaluation, models } = await this.queries.changes(this.evaluationId, this.position);
      if (this.first || evaluation || models.length > 0) {
        const message: LiveMessage = {
          type: this.first && this.position === 0 ? 'snapshot' : 'changes',
          position,
          models: models.map(progressView),
          ...(evaluation && { evaluation: evaluationView(evaluation) }),
        };
        this.socket.send(JSON.stringify(message));
        this.first = false;
      }
      this.position = Math.max(this.position, position);
    } catch {
      this.socket.close(1011, 'The rows could not be read; connect again.');
    } finally {
      this.reading = false;
    }
  }
}

/** `WS /evaluations/{id}/live?from=`: a snapshot with its position, then row changes. */
export class Live implements Worker {
  private readonly followers = new Set<Follower>();
  private readonly poll = setInterval(() => this.wake(), POLL_MS);

  constructor(private readonly queries: Queries) {}

  readonly route: SocketRoute = {
    path: /^\/evaluations\/([0-9a-f-]{36})\/live$/,
    connect: (socket, [, id], request) => {
      const from = Number(new URL(request.url ?? '/', 'http://local').searchParams.get('from') ?? 0);
      const follower = new Follower(socket, this.queries, id!, Number.isSafeInteger(from) && from > 0 ? from : 0);
      this.followers.add(follower);
      socket.on('close', () => {
        follower.stop();
        this.followers.delete(follower);
      });
      socket.on('error', () => socket.terminate());
      follower.wake(0);
    },
  };

  wake(): void {
    for (const follower of this.followers) follower.wake();
  }

  close(): Promise<void> {
    clearInterval(this.poll);
    for (const follower of this.followers) follower.stop();
    return Promise.resolve();
  }
}
