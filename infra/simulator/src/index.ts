export { MODELS, type Profile, type SimulatedModel } from './models.ts';
export { startSimulator, type Simulator, type SimulatorOptions } from './server.ts';
