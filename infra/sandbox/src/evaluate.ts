import {
  DefaultIntrinsics,
  type QuickJSContext,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { GUEST } from './guest.ts';
import { CPU_MS, MEMORY_BYTES, MOST_ANSWERED, MOST_POLLS, MOST_SAID, STACK_BYTES } from './limits.ts';
import type { Answer, Failure, Sent } from './program.ts';

/** Buffers are left out: no check needs them, and they are the engine's most delicate part. */
const INTRINSICS = { ...DefaultIntrinsics, TypedArrays: false };

/** What the engine says when there is no more of something. */
const OUT_OF: readonly (readonly [says: string, Failure])[] = [
  ['stack overflow', 'stack'],
  ['out of memory', 'memory'],
  ['string too long', 'memory'],
  ['invalid string length', 'memory'],
];

/** Runs one program in an engine of its own, which is thrown away: nothing stays for the next. */
export function evaluate(engine: QuickJSWASMModule, program: Sent): Answer {
  const runtime = engine.newRuntime({ memoryLimitBytes: MEMORY_BYTES, maxStackSizeBytes: STACK_BYTES });
  const exhausted = limit(runtime);
  const context = runtime.newContext({ intrinsics: INTRINSICS });
  try {
    const told = call(context, program);
    // Asked first: a program may well have caught the end and gone on.
    if (exhausted()) return { error: 'timeout', message: 'The program took too long.' };
    return told === null ? { error: 'memory', message: 'The program used up its memory.' } : read(told);
  } finally {
    context.dispose();
    runtime.dispose();
  }
}

/** Ends a program that takes too many steps or too much time, as often as it catches that. */
function limit(runtime: QuickJSRuntime): () => boolean {
  const end = cpuMs() + CPU_MS;
  let polls = 0;
  let exhausted = false;
  runtime.setInterruptHandler(() => (exhausted ||= ++polls > MOST_POLLS || cpuMs() > end));
  return () => exhausted;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What the guest says, or null where not even that could be said. */
function call(context: QuickJSContext, { code, json }: Sent): string | null {
  const guest = context.unwrapResult(context.evalCode(GUEST, 'guest'));
  const given = [context.newString(code), context.newString(json), context.newNumber(MOST_ANSWERED)];
  const result = context.callFunction(guest, context.undefined, ...given);
  const told = result.error ? null : context.getString(result.value);
  for (const handle of [guest, ...given, result]) handle.dispose();
  return told;
}

function read(told: string): Answer {
  const [stage, text] = [told.slice(0, told.indexOf(' ')), told.slice(told.indexOf(' ') + 1)];
  if (stage === 'value') return { json: text };
  const outOf = OUT_OF.find(([says]) => text.endsWith(`Error: ${says}`));
  return { error: outOf?.[1] ?? failureAt(stage, text), message: text.slice(0, MOST_SAID) };
}

function failureAt(stage: string, text: string): Failure {
  if (stage === 'answer') return 'not_json';
  return stage === 'compile' && text.startsWith('SyntaxError') ? 'syntax' : 'threw';
}
