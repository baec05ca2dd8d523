export { StackState } from './state.ts';
export { readTaskFile } from './task-file.ts';
