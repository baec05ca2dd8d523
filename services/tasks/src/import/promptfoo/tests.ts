import type { Files } from '../read-yaml.ts';
import { csvTests } from './csv-tests.ts';
import { endingOf, isFileName, nameOf, textNamed, valueNamed } from './given-files.ts';
import { Unmapped, type Notices } from './notices.ts';
import { unread } from './settings.ts';
import { followed, isRecord, members, onLine, type Sited } from './sited.ts';

/** A test of promptfoo: variables, and what is asserted of the outputs that they lead to. */
export interface Test {
  readonly sited: Sited;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly asserts: readonly Sited[];
  readonly options: Readonly<Record<string, unknown>>;
  /** Everything else that it says. */
  readonly said: Readonly<Record<string, unknown>>;
}

const NOTHING: Test = {
  sited: onLine({}, { file: '', line: 1, field: '' }),
  vars: {},
  asserts: [],
  options: {},
  said: {},
};

/** All tests of a promptfoo file with what holds for each of them put in; one without variables where it has none. */
export function testsOf(config: Sited, files: Files, notices: Notices): Test[] {
  const usual = usualOf(config, files, notices);
  const own = tests(config.at('tests'), config, files, notices);
  const scenarios = members(config.at('scenarios')).map((one) => followed(one, config));
  const all = [...own, ...scenarios.flatMap((one) => ofScenario(one, config, files, notices))];
  return (namesNone(config) ? [{ ...NOTHING, sited: onLine({}, config.at('prompts').place) }] : all).map((test) =>
    merged(test.options['disableDefaultAsserts'] === true ? { ...usual, asserts: [] } : usual, test),
  );
}

function usualOf(config: Sited, files: Files, notices: Notices): Test {
  const given = config.at('defaultTest');
  if (given.value === undefined) return NOTHING;
  const named = isFileName(given.value) ? valueNamed(files, given.value, given.place) : null;
  return testOf(named ?? given, named ?? config, files, notices) ?? NOTHING;
}

function namesNone(config: Sited): boolean {
  const list = config.at('tests').value ?? [];
  return Array.isArray(list) && list.length === 0 && config.at('scenarios').value === undefined;
}

/** A test after what holds for it before. */
const merged = (before: Test, test: Test): Test => ({
  sited: test.sited,
  vars: { ...before.vars, ...test.vars },
  asserts: [...before.asserts, ...test.asserts],
  options: { ...before.options, ...test.options },
  said: { ...before.said, ...test.said },
});

/** Each test of a scenario with each of its data. */
function ofScenario(scenario: Sited, root: Sited, files: Files, notices: Notices): Test[] {
  if (isFileName(scenario.value))
    return readable(scenario, files, notices).flatMap((one) => ofScenario(one, one, files, notices));
  unread(scenario, 'scenario', notices);
  const data = tests(scenario.at('config'), root, files, notices);
  const own = scenario.at('tests').value === undefined ? [NOTHING] : tests(scenario.at('tests'), root, files, notices);
  return data.flatMap((one) =>
    own.map((test) => ({ ...merged(one, test), sited: test === NOTHING ? one.sited : test.sited })),
  );
}

/** Tests as a list, a file, or files and tests in a list. */
function tests(list: Sited, root: Sited, files: Files, notices: Notices): Test[] {
  const all = Array.isArray(list.value) ? members(list) : list.value === undefined || list.value === null ? [] : [list];
  return all.flatMap((one) => {
    const path = one.at('path');
    const named = typeof one.value === 'string' ? one : typeof path.value === 'string' ? path : null;
    if (!named) return testOf(followed(one, root), root, files, notices) ?? [];
    unread(one, 'file', notices);
    return readable(named, files, notices).flatMap((test) => testOf(test, test, files, notices) ?? []);
  });
}

/** The tests of a file; none where it is of a kind that is not read, which is said. */
function readable(named: Sited, files: Files, notices: Notices): Sited[] {
  const { value, place } = named;
  return notices.unless(place, 'tests', () => inFile(value as string, named, files, notices)) ?? [];
}

function inFile(reference: string, { place }: Sited, files: Files, notices: Notices): Sited[] {
  if (/^(?!file:)[a-z]+:\/\//.test(reference)) throw new Unmapped(`lie elsewhere, ${reference}; nothing is fetched`);
  switch (endingOf(reference)) {
    case 'csv':
      return csvTests(reference, place, files, notices);
    case 'jsonl':
      return jsonLines(reference, textNamed(files, reference, place));
    case 'yaml':
    case 'yml':
    case 'json': {
      const read = valueNamed(files, reference, place);
      return Array.isArray(read.value) ? members(read) : [read];
    }
    default:
      throw new Unmapped(`are ${nameOf(reference)}, which is no CSV, YAML, JSON or JSONL: nothing is run for tests`);
  }
}

function jsonLines(reference: string, text: string): Sited[] {
  const file = nameOf(reference);
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const place = { file, line: at + 1, field: '' };
    try {
      return [onLine(JSON.parse(line), place)];
    } catch {
      throw new Unmapped(`are ${file}, whose line ${at + 1} is no JSON`);
    }
  });
}

function testOf(sited: Sited, root: Sited, files: Files, notices: Notices): Test | null {
  const { vars, assert, options, ...said } = isRecord(sited.value) ? sited.value : {};
  const named = isFileName(vars) ? valueNamed(files, vars, sited.at('vars').place).value : vars;
  if (!isRecord(sited.value) || (named !== undefined && named !== null && !isRecord(named))) {
    notices.add(sited.place, 'test', 'has variables that are no record of names and values; it is left out');
    return null;
  }
  const asserts = sited.at('assert');
  const asserted = members(asserts).map((one) => followed(one, root));
  if (assert !== undefined && assert !== null && !Array.isArray(assert))
    notices.add(asserts.place, 'assert', 'is not imported: it is no list of assertions');
  unread(sited, 'test', notices);
  unread(sited.at('options'), 'options', notices);
  for (const one of asserted) unread(one, 'assertion', notices);
  return {
    sited,
    vars: isRecord(named) ? named : {},
    asserts: asserted,
    options: isRecord(options) ? options : {},
    said: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null)),
  };
}
