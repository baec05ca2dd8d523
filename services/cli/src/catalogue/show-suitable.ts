import { resolve } from 'node:path';
import type { CheckedTask, SuitableModels } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { print, printJson, say } from '../say.ts';
import { whole } from '../show/amounts.ts';
import { suitableLines } from '../show/lists.ts';
import { screenOf } from '../show/screen.ts';
import { harmless } from '../show/text.ts';
import { readTaskFile } from '../task-file.ts';
import type { ModelsQuery } from './show-models.ts';

const LACKS: Readonly<Record<keyof SuitableModels['left_out'], string>> = {
  text: 'take or give no text',
  context: 'say no context that is long enough',
  structured_output: 'do not say that they give JSON',
  price: 'are dearer',
  unknown_price: 'have no known price',
};

/** Prints the models that have what a task needs; the task is not imported, so nothing is paid for. */
export async function showSuitable(
  apiUrl: string,
  file: string,
  { maxInputPrice, maxOutputPrice, limit }: ModelsQuery,
  json: boolean,
): Promise<void> {
  const api = openApi(apiUrl);
  const { task } = await api.post<CheckedTask>('/tasks/import/check?whole=true', await readTaskFile(resolve(file)));
  const needs = {
    ...(maxInputPrice !== undefined && { max_input_price: maxInputPrice }),
    ...(maxOutputPrice !== undefined && { max_output_price: maxOutputPrice }),
  };
  const found = await api.post<SuitableModels>('/models/recommend', { task, needs, limit });
  if (json) return printJson(found);
  if (found.notice) say(harmless(found.notice));
  if (found.models.length > 0) print(suitableLines(found.models, screenOf(process.stdout)));
  const { prompt_tokens, completion_tokens } = found.typical_call;
  say(`${whole(found.models.length)} of ${whole(found.found)} that have what the task needs.`);
  say(`A typical call: about ${whole(prompt_tokens)} tokens in, ${whole(completion_tokens)} out.`);
  for (const [lack, said] of Object.entries(LACKS)) {
    const count = found.left_out[lack as keyof typeof LACKS];
    if (count > 0) say(`Left out: ${whole(count)} that ${said}.`);
  }
}
