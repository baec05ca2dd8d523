import { styleText } from 'node:util';

/** Gives a text a colour or weight, or leaves it as it is. */
export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** What a stream can show: how wide, in colour or not, and whether a line can be drawn again. */
export interface Screen {
  readonly width: number;
  readonly style: Style;
  readonly live: boolean;
}

export const plain: Style = (_, text) => text;
const WIDTH_UNKNOWN = 80;

/** The screen behind a stream. Node itself heeds `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb`. */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    // A terminal of unknown size says 0 columns.
    width: (stream.isTTY && stream.columns) || WIDTH_UNKNOWN,
    style: (format, text) => styleText(format, text, { stream }),
    live: stream.isTTY === true && process.env['TERM'] !== 'dumb',
  };
}
