import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** An answer ready to be sent: what goes out halfway, and what at the end. */
export interface Reply {
  readonly contentType: string;
  readonly early: string;
  readonly late: string;
  /** Sent to its end, broken off halfway, or left hanging there. */
  readonly end: 'whole' | 'cut' | 'stall';
}

/** What the caller got: nothing, a beginning, or all of it; and whether it was the caller who left. */
export type Delivery = 'unheard' | 'left' | 'cut' | 'sent';

/** Sends a reply within its latency, in one write when there is none. */
export async function send(response: ServerResponse, reply: Reply, began: number, latency: number): Promise<Delivery> {
  const { early, late, end, contentType } = reply;
  const open = () => response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
  if (early === '' || (latency === 0 && end === 'whole')) {
    if (!(await until(began + latency, response))) return 'unheard';
    open();
    return ended(response, early + late);
  }
  if (!(await until(began + latency / 2, response))) return 'unheard';
  open();
  if (end === 'cut') return broken(response, early);
  response.write(early);
  if (end === 'stall') {
    if (!response.destroyed) await once(response, 'close');
    return 'left';
  }
  if (!(await until(began + latency, response))) return 'left';
  return ended(response, late);
}

/** Waits for a moment; false as soon as the caller has left. */
function until(moment: number, response: ServerResponse): Promise<boolean> | boolean {
  const left = moment - performance.now();
  if (left <= 0 || response.destroyed) return !response.destroyed;
  return new Promise((done) => {
    const gone = () => {
      clearTimeout(timer);
      done(false);
    };
    const timer = setTimeout(() => {
      response.off('close', gone);
      done(true);
    }, left);
    response.once('close', gone);
  });
}

function ended(response: ServerResponse, text: string): Promise<Delivery> {
  return new Promise((done) => {
    response.once('close', () => done(response.writableFinished ? 'sent' : 'left'));
    response.end(text);
  });
}

/** Breaks off once the beginning is out: destroyed at once, the caller would get nothing at all. */
function broken(response: ServerResponse, text: string): Promise<Delivery> {
  return new Promise((done) => {
    response.once('close', () => done('cut'));
    response.write(text, () => response.destroy());
  });
}
