import { formatUsd, parseUsd, TaskYaml, type CreateTask, type ImportedTask, type ImportTask } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';

/** A task's YAML with its files put in: what to create, and how it wants to be evaluated. Errors name line and field. */
export function readYaml({ yaml, file_name, files }: ImportTask): { body: CreateTask; evaluation: ImportedTask['evaluation'] } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new BadInput([{ path: '', message: `${file_name} line ${line}, column ${col}: ${error.message.split('\n')[0]}` }], 'bad-yaml');
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new BadInput([{ path: '', message: `${file_name}: too many aliases.` }], 'bad-yaml');
  }
  const read = TaskYaml.safeParse(value);
  if (!read.success) {
    throw new BadInput(
      read.error.issues.map(({ path, message }) => ({
        path: path.map(String).join('.'),
        message: `${file_name} line ${lineOf(document, lines, path)}: ${message}`,
      })),
    );
  }
  const { version, inputs, evaluation = {}, ...task } = read.data;
  void version;
  const file = (name: string, path: string): string => {
    const text = Object.hasOwn(files, name) ? files[name] : undefined;
    if (text === undefined) throw new BadInput([{ path, message: `${file_name}: the file ${name} was not given.` }], 'file-missing');
    return text;
  };
  const body: CreateTask = {
    ...task,
    inputs: inputs.map(({ file: name, text, gold, ...input }, at) => ({
      ...input,
      text: text ?? file(name!, `inputs.${at}.file`),
      ...(gold !== undefined && { gold: isFile(gold) ? goldOf(file(gold.file, `inputs.${at}.gold.file`), gold.file, at) : gold }),
    })),
  };
  const { budget_usd, ...wanted } = evaluation;
  return { body, evaluation: { ...wanted, ...(budget_usd !== undefined && { budget_usd: usd(budget_usd) }) } };
}

type Gold = NonNullable<TaskYaml['inputs'][number]['gold']>;
const isFile = (gold: Gold | null): gold is { file: string } =>
  typeof gold === 'object' && gold !== null && !Array.isArray(gold) && Object.keys(gold).length === 1 && typeof gold['file'] === 'string';

function goldOf(text: string, name: string, at: number): NonNullable<NonNullable<CreateTask['inputs']>[number]['gold']> {
  if (!name.endsWith('.json')) return text.trim();
  try {
    return JSON.parse(text) as NonNullable<NonNullable<CreateTask['inputs']>[number]['gold']>;
  } catch (error) {
    throw new BadInput([{ path: `inputs.${at}.gold.file`, message: `${name} is not JSON: ${(error as Error).message}` }], 'bad-gold');
  }
}

function usd(budget: number | string): string {
  const nano = parseUsd(String(budget));
  if (nano === null) throw new BadInput([{ path: 'evaluation.budget_usd', message: 'must be an amount in USD such as 1.00' }]);
  return formatUsd(nano);
}

/** The line of a field, or of the nearest thing around it that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
