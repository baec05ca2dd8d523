/**
 * A text as it is compared: Unicode NFKC, full case folding, trimmed, runs of white space as one blank
 * (Unicode Standard 3.13, caseless matching).
 */
export const normaliseText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase() // İ becomes i + dot above, as full folding wants; the three below it does not fold
    .replace(/ß/g, 'ss')
    .replace(/ſ/g, 's')
    .replace(/ς/g, 'σ')
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, ' ');
