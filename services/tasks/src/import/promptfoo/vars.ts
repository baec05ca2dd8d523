import { BadInput } from '@taskbench/service-kit';
import type { Files } from '../read-yaml.ts';
import { endingOf, isFileName, textNamed, valueNamed } from './given-files.ts';
import { Unmapped } from './notices.ts';
import type { Place } from './sited.ts';
import { filled, known, placesIn, plain, type Vars } from './template.ts';

const MOST = 10_000;
const ROUNDS = 5;

/** Every combination of the values of a test's variables: a list of texts means each of them. */
export function combinations(vars: Vars, place: Place): Vars[] {
  const choices = Object.entries(vars).map(([name, value]): [string, readonly unknown[]] => [
    name,
    Array.isArray(value) && (value.length === 0 || typeof value[0] === 'string') ? value : [value],
  ]);
  const count = choices.reduce((product, [, values]) => product * values.length, 1);
  if (count > MOST) {
    const message = `${place.file} line ${place.line}: the lists of its variables make ${count} inputs; a task may have ${MOST}`;
    throw new BadInput([{ path: place.field, message }], 'promptfoo-too-many');
  }
  return choices.reduce<Vars[]>(
    (sets, [name, values]) => sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
}

/** Variables as a prompt and assertions see them: files read, one line break at the end off, those within others put in. */
export function resolved(vars: Vars, files: Files, place: Place): Vars {
  let all = mapped(vars, (text) => read(text, files, place));
  for (let round = 0; round < ROUNDS; round++) {
    const before = all;
    all = mapped(before, (text) => filled(text, (name) => known(name, before)));
  }
  // A variable that names an unknown one stays as it is.
  for (const value of Object.values(all))
    if (typeof value === 'string' && placesIn(value).every((name) => known(name, all) !== undefined)) plain(value);
  return all;
}

const mapped = (vars: Vars, change: (text: string) => string): Vars =>
  Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, typeof value === 'string' ? change(value) : value]),
  );

function read(value: string, files: Files, place: Place): string {
  if (!isFileName(value)) return value.replace(/\n$/, '');
  const ending = endingOf(value);
  if (ending === 'yaml' || ending === 'yml') return JSON.stringify(valueNamed(files, value, place).value);
  if (ending === 'js' || ending === 'cjs') throw new Unmapped(`takes a variable from the program ${value}`);
  return textNamed(files, value, place).trim();
}
