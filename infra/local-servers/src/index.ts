export { SetupError } from './setup-error.ts';
export { nodeFlags } from './node-flags.ts';
export { freePort, portTaken } from './port.ts';
export { launch, logTail, type Launch, type LocalServer, type Running } from './launch.ts';
export { isAlive, processIdentity, stopProcess } from './process.ts';
export { startPostgres, type PostgresOptions } from './postgres.ts';
export { jetStreamAnswers, startNats, type NatsOptions } from './nats.ts';
export { refuseDeadServers } from './given.ts';
