import { UseCaseFront, type TaskYaml } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import { filled, shaped, type Files, type ReadTask } from './read-yaml.ts';
import { yamlFile } from './yaml-file.ts';

const NAME = 'USE-CASE.md';
const FRONT = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;
const HEADING = /^\s*#{1,6}[ \t]+([^\r\n]*)\r?\n?/;

const refused = (message: string) => new BadInput([{ path: '', message }], 'bad-use-case');

/** The files of a use-case folder as a task: `USE-CASE.md` describes it, `data/` holds its inputs, `ground-truth/` their gold. */
export function readUseCase(files: Files): ReadTask {
  const text = files[NAME];
  if (text === undefined) throw refused(`${NAME} is missing: it names and describes the task.`);
  const [whole = '', front = ''] = text.startsWith('---') ? (FRONT.exec(text) ?? []) : [];
  const heading = HEADING.exec(text.slice(whole.length));
  if (!heading) throw refused(`${NAME} must begin with a heading, which is the task's name.`);
  // An empty line stands for the dashes, so that an error names the line of the file.
  const file = yamlFile(NAME, `\n${front.trim() === '' ? '{}' : front}`);
  const said = shaped(file, UseCaseFront);
  const task: TaskYaml = {
    version: 1,
    ...said,
    name: heading[1]!,
    description: text.slice(whole.length + heading[0].length),
    inputs: said.inputs ?? inputsOf(files),
  };
  const unused = Object.keys(files).find((name) => name !== NAME && !named(task).has(name));
  if (unused !== undefined)
    throw refused(`${unused} is neither an input nor its gold: see services/tasks/use-case-folder.md.`);
  return filled(file, task, files);
}

const named = ({ inputs }: TaskYaml): Set<unknown> =>
  new Set(inputs.flatMap(({ file, gold }) => [file, (gold as { file?: unknown } | null | undefined)?.file]));

/** Every file of `data/` is an input with the id of its name; `ground-truth/<same name>.*` is its gold. */
function inputsOf(files: Files): TaskYaml['inputs'] {
  const inFolder = (folder: string) => Object.keys(files).filter((name) => name.startsWith(`${folder}/`));
  const truths = Map.groupBy(inFolder('ground-truth'), (name) => stem(name));
  return inFolder('data').map((file) => {
    const id = stem(file);
    const [gold, other] = truths.get(id) ?? [];
    if (other !== undefined) throw refused(`${gold} and ${other} are both the gold of ${file}: keep one.`);
    if (files[file] === '') throw refused(`${file} is empty.`);
    return { id, file, ...(gold !== undefined && { gold: { file: gold } }) };
  });
}

/** `data/a.b.txt` → `a.b`: the name within its folder, without its last ending. */
const stem = (path: string): string => path.slice(path.indexOf('/') + 1).replace(/\.[^./]+$/, '');
