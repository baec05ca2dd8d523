const NANO = 1_000_000_000;

/** A number of F1 or a difference, two decimals; what would round to 0 says so. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.005) return 'under 0.01';
  return `${value < 0 ? '−' : ''}${size.toFixed(2)}`;
}

/** `95 % 0.05–0.19`; `to` where a minus would read as a dash. Empty without an interval. */
export function interval({ low, high }: { low: number | null; high: number | null }): string {
  if (low === null || high === null) return '';
  const [from, to] = [bound(low), bound(high)];
  return ` (95 % ${from}${from.startsWith('−') ? ' to ' : '–'}${to})`;
}

const bound = (value: number): string => `${value <= -0.005 ? '−' : ''}${Math.abs(value).toFixed(2)}`;

/** Money in a sentence: two decimals, more where it would round to nothing. */
export function money(nano: number): string {
  if (nano === 0) return '$0';
  const dollars = nano / NANO;
  if (dollars >= 0.01) return `$${grouped(dollars.toFixed(2))}`;
  return nano < 1_000 ? 'under $0.000001' : `$${dollars.toFixed(6).replace(/0+$/, '')}`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?=\.))/g, ',');

const SHARES = [
  '',
  '',
  'half',
  'a third',
  'a quarter',
  'a fifth',
  'a sixth',
  'a seventh',
  'an eighth',
  'a ninth',
  'a tenth',
];

/** Ratios under this are "about the same". */
export const SAME_RATIO = 1.2;

/** What one cost is of another, `more / less` times as large: "at a seventh of the cost". */
export function atShare(ratio: number): string {
  if (ratio < SAME_RATIO) return 'at about the same cost';
  if (ratio < 1.75) return `at ${Math.round(100 / ratio)} % of the cost`;
  const word = SHARES[Math.round(ratio)];
  return word ? `at ${word} of the cost` : 'at less than a tenth of the cost';
}

/** `a`, `a and b`, `a, b and c`. */
export const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `1 input`, `1,200 inputs`. */
export const counted = (n: number, thing: string): string =>
  `${n.toLocaleString('en-GB')} ${thing}${n === 1 ? '' : 's'}`;

/** Model names as people say them: without vendor, unless two would then be called the same. */
export function shortNames(labels: readonly string[]): (label: string) => string {
  const bare = (label: string) => label.slice(label.lastIndexOf('/') + 1) || label;
  return (label) => (labels.filter((other) => bare(other) === bare(label)).length > 1 ? label : bare(label));
}
