import { ImportTask, TASK_FILES, type ExportQuery, type ImportQuery } from '@taskbench/contracts';
import { BadInput, parse, utf8 } from '@taskbench/service-kit';
import { csvLines } from './read-csv.ts';
import { readInputs } from './read-inputs.ts';
import { jsonlLines } from './read-jsonl.ts';
import { readUseCase } from './read-use-case.ts';
import { readYaml, type ReadTask } from './read-yaml.ts';
import { filesOfZip } from './read-zip.ts';

type Kind = ExportQuery['format'];
const NAMES: Readonly<Record<Kind, string>> = {
  yaml: 'task.yaml',
  csv: 'inputs.csv',
  jsonl: 'inputs.jsonl',
  zip: 'use-case.zip',
};

/** A task out of the body of an import, by its content type: JSON, or a file as it is. */
export async function readTask(body: unknown, contentType: string, query: ImportQuery): Promise<ReadTask> {
  const kind = kindOf(contentType);
  if (kind !== 'csv' && kind !== 'jsonl') ownNames(query);
  if (kind === undefined) return ofJson(parse(ImportTask, body ?? {}));
  const name = query.file_name ?? NAMES[kind];
  const bytes = (body ?? Buffer.alloc(0)) as Buffer;
  if (kind === 'zip') return readUseCase(await filesOfZip(name, bytes));
  const text = utf8(bytes);
  if (text === null) throw new BadInput([{ path: '', message: `${name} is not UTF-8 text.` }], 'bad-encoding');
  if (kind === 'yaml') return readYaml({ yaml: text, file_name: name, files: {} });
  return readInputs(name, kind === 'csv' ? csvLines(name, text) : jsonlLines(name, text), query);
}

const ofJson = ({ yaml, ...rest }: ImportTask): ReadTask =>
  yaml === undefined ? readUseCase(rest.files) : readYaml({ yaml, ...rest });

function kindOf(contentType: string): Kind | undefined {
  const [type = ''] = contentType.toLowerCase().split(';');
  const kinds = Object.keys(TASK_FILES) as Kind[];
  return kinds.find((kind) => (TASK_FILES[kind] as readonly string[]).includes(type.trim()));
}

/** A file that names and describes its task has no use for a second name. */
function ownNames(query: ImportQuery): void {
  const errors = (['name', 'description'] as const)
    .filter((field) => query[field] !== undefined)
    .map((path) => ({ path, message: 'goes with CSV and JSONL; this file says it itself' }));
  if (errors.length > 0) throw new BadInput(errors);
}
