export { readTaskFile } from './task-file.ts';
