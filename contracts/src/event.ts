import { z } from 'zod';
import { OwnError } from './own-error.ts';

/** A fact as it lies in the log: what happened, where in the order of all facts, and why. */
export interface Stored<Type extends string = string, Data = unknown> {
  /** Place in the whole log, from 1 on, without gaps; also the sequence in JetStream. */
  readonly position: number;
  readonly stream: string;
  /** Place in its stream, from 1 on. */
  readonly version: number;
  readonly type: Type;
  readonly schema_version: number;
  readonly id: string;
  /** When it was appended, microseconds since 1970. */
  readonly at: number;
  /** The evaluation or task that all facts of one piece of work share. */
  readonly correlation: string;
  /** The id of the event that this one answers, or null. */
  readonly causation: string | null;
  readonly data: Data;
}

type Upcasters = Readonly<Record<number, (older: never) => unknown>>;

/** An event's contract: call it to make the fact, `read` to lift a stored one of any older version to today's. */
export interface EventDefinition<Type extends string = string, Data = unknown> {
  (data: Data): { readonly type: Type; readonly version: number; readonly data: Data };
  readonly type: Type;
  readonly version: number;
  readonly schema: z.ZodType<Data>;
  read(stored: { type: string; schema_version: number; data: unknown }): Data;
  /** Where its readers want only some events of the type: by which word of the data they choose. */
  readonly topicOf?: (data: Data) => string | undefined;
}

/** Any event's contract, whatever its data. */
// The data type is both argument and result, so only `never` in and `unknown` out fit them all.
export interface AnyEvent {
  readonly type: string;
  readonly version: number;
  readonly schema: z.ZodType;
  read(stored: { type: string; schema_version: number; data: unknown }): unknown;
  readonly topicOf?: (data: never) => string | undefined;
}

/** The fact that a contract makes, to write unions: `EventOf<typeof CallRequested>`. */
export type EventOf<E> =
  E extends EventDefinition<infer Type, infer Data>
    ? { readonly type: Type; readonly version: number; readonly data: Data }
    : never;

/** An event's data. */
export type DataOf<E> = E extends EventDefinition<string, infer Data> ? Data : never;

/** Declares an event. Raise `version` and add an upcaster and a kept sample for any change but a new optional field. */
export function defineEvent<const Type extends string, Schema extends z.ZodType>(contract: {
  type: Type;
  version: number;
  data: Schema;
  upcast?: Upcasters;
  topicOf?: (data: z.infer<Schema>) => string | undefined;
}): EventDefinition<Type, z.infer<Schema>> {
  type Data = z.infer<Schema>;
  const { type, version, upcast = {}, topicOf } = contract;
  const schema = contract.data as unknown as z.ZodType<Data>;
  for (let from = 1; from < version; from++) {
    if (!upcast[from]) throw new OwnError(`${type} is at version ${version} and has no upcaster from version ${from}.`);
  }
  const make = (data: Data) => ({ type, version, data });
  return Object.assign(make, {
    type,
    version,
    schema,
    ...(topicOf && { topicOf }),
    read(stored: { type: string; schema_version: number; data: unknown }): Data {
      if (stored.schema_version > version) {
        throw new OwnError(`${type} version ${stored.schema_version} was written by a newer TaskBench than this one.`);
      }
      if (stored.schema_version === version) return stored.data as Data;
      let data = stored.data;
      for (let from = stored.schema_version; from < version; from++) data = upcast[from]!(data as never);
      return schema.parse(data);
    },
  });
}
