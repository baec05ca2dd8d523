import { InvalidArgumentError } from 'commander';

const FORMATS = ['table', 'json', 'csv'] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** A format that there is. */
export function reportFormat(text: string): ReportFormat {
  const format = FORMATS.find((one) => one === text);
  if (format) return format;
  throw new InvalidArgumentError(`There is no such report. Formats: ${FORMATS.join(', ')}.`);
}
