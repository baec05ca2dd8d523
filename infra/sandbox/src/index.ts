export type { Failure, Program, Result } from './program.ts';
export { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
