const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(\.\d+)?(ms|s|m|h|d))+$/;
const EPOCH_S = 1e9;
const EPOCH_MS = 1e12;

/** When a provider says to come back, in ms from now: `Retry-After` in seconds or as a date, else when its limit is reset. */
export function retryAfter(headers: Headers | undefined): number | null {
  const exact = Number(headers?.get('retry-after-ms') ?? NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers?.get('retry-after');
  if (!text) return headers ? resetOf(headers) : null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** How long nothing more is to be sent after an answer that used up the limit; null while something is left of it. */
export function spentFor(headers: Headers): number | null {
  const left = headers.get('x-ratelimit-remaining-requests') ?? headers.get('x-ratelimit-remaining');
  return left !== null && Number(left) <= 0 ? resetOf(headers) : null;
}

/** OpenAI says `6m0s`, OpenRouter ms since 1970, others seconds. */
function resetOf(headers: Headers): number | null {
  const text = headers.get('x-ratelimit-reset-requests') ?? headers.get('x-ratelimit-reset');
  if (!text) return null;
  if (DURATION.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return Math.max(
    0,
    value >= EPOCH_MS ? value - Date.now() : value >= EPOCH_S ? value * 1_000 - Date.now() : value * 1_000,
  );
}
