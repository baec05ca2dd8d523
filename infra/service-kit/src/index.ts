export { boot, type BootOptions, type Running } from './boot.ts';
export { caughtUp } from './caught-up.ts';
export { ConfigError, generatorOf, isOpenRouter, readConfig, type Config } from './config.ts';
export { badCursor, numberCursor } from './cursor.ts';
export { resourceId } from './identity.ts';
export { fieldIssues } from './issues.ts';
export { Kept } from './kept.ts';
export { main } from './main.ts';
export { readAddress, readKey } from './provider-address.ts';
export { BadInput, KeyReused, NotFound, parse, valid } from './problem.ts';
export { json, jsonIn, jsonOf, utf8 } from './read-text.ts';
export { Runtime } from './runtime.ts';
export {
  defineService,
  type Parts,
  type Figure,
  type ServiceDefinition,
  type SocketRoute,
  type Worker,
} from './service.ts';
export { sound } from './sound.ts';
export { Sweep } from './sweep.ts';
