import {
  TaskCreated,
  TaskRevised,
  type DataOf,
  type QualityCheck,
  type Stored,
  type TaskDefinition,
} from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import { generatorOf, type Runtime } from '@taskbench/service-kit';
import { checkSet, type CheckSetCommand } from '../domain/check-set.ts';
import { generationPrompt } from '../generation/prompt.ts';

type Version = DataOf<typeof TaskRevised>;

/** A task or a new version of one wants its checks: a model is asked, or what the person gave is taken. */
export const askGeneration = (runtime: Runtime) => {
  const react = async (version: Version, event: Stored): Promise<void> => {
    const { command, texts } = await commandFor(runtime, version);
    const { task_id } = version;
    await handle(runtime.log, checkSet, task_id, command, { correlation: task_id, causation: event.id, texts });
  };
  return [reaction('ask-generation', TaskCreated, react), reaction('ask-generation-again', TaskRevised, react)];
};

async function commandFor(
  { config, texts }: Runtime,
  version: Version,
): Promise<{ command: CheckSetCommand; texts: Awaited<ReturnType<typeof texts.seal>>[] }> {
  const { task_id, task_version, checks, given_checks, manifest } = version;
  const of = { task_id, task_version };
  if (checks !== 'generate') {
    const given = given_checks ? (JSON.parse(await texts.one(task_id, given_checks)) as QualityCheck[]) : [];
    return { command: { type: 'Provide', data: { ...of, checks: given_checks, count: given.length } }, texts: [] };
  }
  const generator = generatorOf(config);
  if (generator === undefined)
    return { command: { type: 'RecordFailure', data: { ...of, reason: 'no_generator' } }, texts: [] };
  const prompt = generationPrompt(JSON.parse(await texts.one(task_id, manifest)) as TaskDefinition);
  const sealed = await texts.seal(task_id, prompt);
  const data = {
    ...of,
    call_id: `${task_id}-g${task_version}`,
    prompt: sealed.digest,
    prompt_bytes: Buffer.byteLength(prompt),
    model_id: generator,
  };
  return { command: { type: 'AskGeneration', data }, texts: [sealed] };
}
