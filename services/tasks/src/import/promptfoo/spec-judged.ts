import { runChecks } from '@taskbench/check-engine';
import { openSandbox, type Sandbox } from '@taskbench/sandbox';
import { stringify } from 'yaml';
import { readYaml, type Files, type ReadTask } from '../read-yaml.ts';

/** A promptfoo file as an import reads it. */
export const imported = (config: unknown, files: Files = {}): ReadTask =>
  readYaml({
    yaml: typeof config === 'string' ? config : stringify(config, { aliasDuplicateObjects: false }),
    file_name: 'promptfooconfig.yaml',
    files,
  });

/** What an import says, a line each. */
export const told = (read: ReadTask): string[] =>
  (read.notices ?? []).map(({ file, line, about, message }) => `${file}:${line} ${about} ${message}`);

/** One test's assertions as the whole file. */
export const asserting = (assert: unknown[], vars: object = {}, test: object = {}) => ({
  prompts: ['{{q}}'],
  providers: ['openai:gpt-4o-mini'],
  tests: [{ vars: { q: 'Why?', ...vars }, assert, ...test }],
});

/** The verdicts of an import's checks on an output to one of its inputs, by their names. */
export function judging() {
  const sandbox: Sandbox = openSandbox();
  const verdicts = async ({ body }: ReadTask, output: string, at = 0): Promise<Record<string, string>> => {
    const input = body.inputs![at]!;
    const checks = body.quality_checks ?? [];
    const context = {
      output,
      parsed: undefined,
      items: null,
      input: input.text,
      input_id: input.id!,
      gold: input.gold,
    };
    const all = await runChecks(
      checks.map(({ validation_rule }) => validation_rule),
      context,
      (programs) => sandbox.run(programs),
    );
    return Object.fromEntries(checks.map(({ name }, place) => [name, all[place]!.verdict]));
  };
  return { verdicts, close: () => sandbox.close() };
}
