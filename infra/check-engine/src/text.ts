/** Text as it is compared: NFKC, case folded, white space as single blanks. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** Words: runs of letters, marks and digits, with inner apostrophes and hyphens. */
export const words = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? [];

/** Whether a count lies between two bounds, and what to say when it does not. */
export function outside(
  count: number,
  { min, max }: { min?: number | undefined; max?: number | undefined },
  unit: string,
): string | undefined {
  if (min !== undefined && count < min) return `${count} ${unit}, expected at least ${min}.`;
  if (max !== undefined && count > max) return `${count} ${unit}, expected at most ${max}.`;
  return undefined;
}
