/** To whoever watches: what goes on. Results go to `print`. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** What was asked for, and nothing else. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** One document for programs. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));
