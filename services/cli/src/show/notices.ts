import type { ImportNotice } from '@taskbench/contracts';

/** What of a file has no counterpart here, a line each; nothing where all has. */
export const noticeLines = (notices: readonly ImportNotice[]): string[] =>
  notices.map(({ file, line, about, message }) => `${file} line ${line}: ${about} ${message}`);
