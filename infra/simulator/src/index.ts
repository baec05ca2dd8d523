export type { Fault, Faults } from './faults.ts';
export { MODELS, type Profile, type SimulatedModel } from './models.ts';
export type { Seen } from './referee.ts';
export { readSamples, type KnownInput } from './samples.ts';
export { startSimulator, type Simulator, type SimulatorOptions } from './server.ts';
