/** A text as a label: one line, and no longer than labels are. */
export const labelOf = (text: string, longest = 120): string =>
  text
    .replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed()
    .trim();
