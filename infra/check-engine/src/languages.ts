/** Languages that can be told, by ISO 639-1. */
export const LANGUAGES = [
  ...(['am', 'ar', 'az', 'be', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'eu', 'fa', 'fi'] as const),
  ...(['fr', 'gu', 'he', 'hi', 'hr', 'hu', 'hy', 'is', 'it', 'ja', 'ka', 'kn', 'ko', 'ku', 'lo', 'lt', 'lv'] as const),
  ...(['ml', 'mr', 'ms', 'ne', 'nl', 'no', 'or', 'pa', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv'] as const),
  ...(['sw', 'ta', 'te', 'th', 'tl', 'tr', 'uk', 'ur', 'vi', 'yo', 'zh'] as const),
] as const;
type Language = (typeof LANGUAGES)[number];

/** Two languages that the first detector does not know are left to the second, which is less sure of the others. */
const SECOND: Partial<Record<Language, string>> = { sw: 'swh', ne: 'npi' };

/** The detectors: large, so only read when a check needs them. */
let detectors: { eld: typeof import('eld/extrasmall').eld; franc: typeof import('franc').franc } | undefined;
export async function prepareLanguages(): Promise<void> {
  if (detectors) return;
  const [{ eld }, { franc }] = await Promise.all([import('eld/extrasmall'), import('franc')]);
  detectors = { eld, franc };
}

const LOOKED_AT = 1_000;
const MOST_LOOKS = 4;
/** Fewer letters tell nothing; a sign of a script without spaces says as much as three letters of another. */
const ENOUGH =
  /^(?:\P{L}*\p{L}){15}|^(?:[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]*[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]){5}/u;

function detect(text: string, expected: Language): string | undefined {
  if (!detectors) throw new Error('the languages are not loaded');
  if (!ENOUGH.test(text)) return undefined;
  const second = SECOND[expected];
  if (second !== undefined && detectors.franc(text) === second) return expected;
  const { language, isReliable } = detectors.eld.detect(text);
  return isReliable() ? language : undefined;
}

/** The language of a text, or of the first part of it that is in another than expected; undefined where it cannot be told. */
export function languageOf(text: string, expected: Language): string | undefined {
  const looks = Math.min(MOST_LOOKS, Math.ceil(text.length / LOOKED_AT));
  const step = Math.max(LOOKED_AT, text.length / Math.max(1, looks));
  const found = Array.from({ length: looks }, (_, at) => {
    const from = Math.floor(at * step);
    return detect(text.slice(from, from + LOOKED_AT), expected);
  });
  return found.find((language) => language !== undefined && language !== expected) ?? found.find(Boolean);
}
