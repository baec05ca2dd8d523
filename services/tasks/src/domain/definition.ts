import { OutputSpec, type CreateTask, type TaskDefinition, type TaskInput } from '@taskbench/contracts';

/** A request as a task's version: ids given, the output's shape inferred from gold where it is not said. */
export function definitionOf(body: CreateTask): TaskDefinition {
  const { quality_checks, gold_data, inputs: given = [], output, ...described } = body;
  void quality_checks;
  const alone = gold_data !== undefined ? [{ id: 'input-1', text: body.description, gold: gold_data }] : [];
  const inputs = alone.length > 0 ? alone : named(given);
  return { ...described, inputs, output: output ?? inferredOutput(inputs.map(({ gold }) => gold)) };
}

/** Inputs without an id get the next free `input-N`. */
function named(inputs: NonNullable<CreateTask['inputs']>): TaskInput[] {
  const taken = new Set(inputs.map(({ id }) => id));
  let next = 1;
  return inputs.map((input) => {
    if (input.id !== undefined) return { ...input, id: input.id };
    while (taken.has(`input-${next}`)) next++;
    return { ...input, id: `input-${next++}` };
  });
}

/** The output's shape that the gold shows: a list, an object around one list, a single label, or a longer text. */
export function inferredOutput(golds: readonly unknown[]): OutputSpec {
  const gold = golds.find((one) => one !== undefined && one !== null);
  if (typeof gold === 'string' || typeof gold === 'number' || typeof gold === 'boolean')
    return OutputSpec.parse({ format: isLabel(String(gold)) ? 'label' : 'text' });
  if (Array.isArray(gold)) return OutputSpec.parse({ items: '$' });
  const lists = Object.entries(gold ?? {}).filter(
    ([name, value]) => Array.isArray(value) && /^[A-Za-z_]\w*$/.test(name),
  );
  return OutputSpec.parse(lists.length === 1 ? { items: `$.${lists[0]![0]}` } : {});
}

const LONGEST_LABEL = 80;
const isLabel = (text: string): boolean => text.length <= LONGEST_LABEL && !text.trim().includes('\n');
