import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from '@taskbench/check-engine';
import { openAiProvider } from '@taskbench/models';
import type { Sample } from './sample.ts';

export interface Job {
  readonly llm: string;
  readonly sample: Sample;
  readonly calls: number;
  readonly concurrency: number;
}

/**
 * Seconds that a loop without any of our guarantees takes for this many calls of the sample: the same streaming client,
 * the same checks, a line of a file for each.
 */
async function bareLoop({ llm, sample: { task, inputs }, calls, concurrency }: Job): Promise<number> {
  const provider = openAiProvider({ baseUrl: llm, apiKey: 'bench', timeoutMs: 60_000, firstTokenMs: 60_000 });
  const rules = task.quality_checks.map(({ validation_rule }) => validation_rule);
  const path = join(tmpdir(), `taskbench-bench-${process.pid}.jsonl`);
  const file = await open(path, 'w');
  let left = calls;
  const worker = async () => {
    while (left-- > 0) {
      const { text: input, gold } = inputs[left % inputs.length]!;
      const messages = [
        { role: 'system', content: task.description },
        { role: 'user', content: input },
      ] as const;
      const answer = await provider.ask({ model_id: 'sim/quick', messages, max_tokens: 4_096, seed: left });
      const verdicts = await runChecks(rules, { output: answer.text, ...read(answer.text), input, gold });
      await file.appendFile(`${JSON.stringify({ ...answer, verdicts })}\n`);
    }
  };
  const began = performance.now();
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
    return (performance.now() - began) / 1000;
  } finally {
    await file.close();
    await rm(path);
  }
}

/** The model also writes answers that are no JSON. */
function read(text: string): { parsed: unknown; items: unknown[] | null } {
  try {
    const parsed = JSON.parse(text) as { action_items: unknown[] };
    return { parsed, items: parsed.action_items };
  } catch {
    return { parsed: undefined, items: null };
  }
}

process.on('message', (job: Job) => void bareLoop(job).then((seconds) => process.send!(seconds)));
