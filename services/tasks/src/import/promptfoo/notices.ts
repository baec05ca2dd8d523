import type { ImportNotice } from '@taskbench/contracts';
import type { Place } from './sited.ts';

/** Why something has no counterpart here. */
export class Unmapped extends Error {}

/** What an import leaves out or changes: said once for each place, and in the order of the files. */
export class Notices {
  private readonly said = new Map<string, ImportNotice>();

  add({ file, line, field }: Place, about: string, message: string): void {
    const notice = { file, line, field, about, message };
    this.said.set(JSON.stringify(notice), notice);
  }

  get all(): ImportNotice[] {
    const files = [...new Set([...this.said.values()].map(({ file }) => file))];
    return files.flatMap((file) =>
      [...this.said.values()].filter((one) => one.file === file).toSorted((a, b) => a.line - b.line),
    );
  }

  /** What is read, or null with a notice of why it is not. */
  unless<T>(place: Place, about: string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unmapped)) throw error;
      this.add(place, about, error.message);
      return null;
    }
  }
}
