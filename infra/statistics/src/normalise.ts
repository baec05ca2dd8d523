/**
 * A text as it is compared: Unicode NFKC, full case folding, trimmed, runs of white space as one blank
 * (Unicode Standard 3.13, caseless matching).
 */
export const normaliseText = (text: string): string => {
  const folded = ASCII.test(text) ? text.toLowerCase() : foldedText(text); // what is compared is mostly ASCII
  return folded.trim().replace(/\s+/g, ' ');
};

const ASCII = /^[\x00-\x7f]*$/;

const foldedText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase() // İ becomes i + dot above, as full folding wants; the three below it does not fold
    .replace(/ß/g, 'ss')
    .replace(/ſ/g, 's')
    .replace(/ς/g, 'σ')
    .normalize('NFKC');
