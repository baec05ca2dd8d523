import { defineService } from '@taskbench/service-kit';
import { AuditController } from './http/audit.controller.ts';
import { EventsController } from './http/events.controller.ts';
import { FilesController } from './http/files.controller.ts';
import { TasksController } from './http/tasks.controller.ts';
import { tables } from './migrations/0001-tasks.ts';
import { repetitions } from './migrations/0002-repetitions.ts';
import { taskBoard } from './projections/tasks.ts';
import { versions } from './projections/versions.ts';

/** What is measured: tasks, their inputs and their gold. */
export const tasks = defineService({
  name: 'tasks',
  migrations: [tables, repetitions],
  projections: [taskBoard, versions],
  parts: () => ({ controllers: [FilesController, TasksController, EventsController, AuditController] }),
});
