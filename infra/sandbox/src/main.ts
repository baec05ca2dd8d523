import { createContext, Script } from 'node:vm';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, type QuickJSSyncVariant } from 'quickjs-emscripten-core';
import { evaluate } from './evaluate.ts';
import { ORPHAN_MS, SLICE_MS } from './limits.ts';
import type { Answer, Sent } from './program.ts';

const now = performance.now.bind(performance);
// The engine takes its time and the seed of its Math.random from here: in a program it is always the start of 1970.
Date.now = () => 0;
performance.now = () => 0;

// Its types name the CommonJS module, which Node does not load here.
const engine = await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant);

let open: Sent[] = [];
let told = Promise.resolve();
const tell = (message: Answer | 'ready'): void => {
  told = new Promise((sent) => process.send!(message, () => sent()));
};

function runSlice(): void {
  const end = now() + SLICE_MS;
  while (open.length > 0 && now() < end) tell(evaluate(engine, open.shift()!));
}

// Node stops a script by a thread of its own, even in the middle of the engine's code: so nothing outlives our parent.
const script = new Script('runSlice()');
const watched = createContext({ runSlice });

process.on('disconnect', () => process.exit());
process.on('message', async (programs: Sent[]) => {
  open = programs;
  while (open.length > 0) {
    script.runInContext(watched, { timeout: ORPHAN_MS });
    await told;
  }
});
tell('ready');
