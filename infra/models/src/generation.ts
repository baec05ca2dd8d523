import { get, ListError, type Address } from './list.ts';
import { amountOf } from './usage.ts';

// Asked again soon, and an orderly end waits for it.
const PATIENCE_MS = 5_000;

/**
 * What a generation was charged with, in nano-dollars, as OpenRouter tells it some seconds after its end. Null as long as it
 * is not told, whatever the reason: whoever asks asks again.
 */
export async function fetchCost(address: Address, id: string, send = fetch): Promise<number | null> {
  const brief = { ...address, timeoutMs: Math.min(address.timeoutMs, PATIENCE_MS) };
  try {
    const { status, body } = await get(brief, send, `/generation?id=${encodeURIComponent(id)}`);
    if (status !== 200) return null;
    const told = JSON.parse(body) as { data?: { id?: unknown; total_cost?: unknown } } | null;
    return told?.data?.id === id ? amountOf(told.data.total_cost) : null;
  } catch (error) {
    if (error instanceof ListError || error instanceof SyntaxError) return null;
    throw error;
  }
}
