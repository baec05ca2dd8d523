/**
 * How processes of ours are started. Without limits Node lets its heap grow as long as there is memory: with them all
 * services together stay within a third of it, at the same speed.
 */
export const nodeFlags = [
  '--max-old-space-size=768',
  '--max-semi-space-size=32',
  '--enable-source-maps',
  '--disable-warning=ExperimentalWarning',
];
