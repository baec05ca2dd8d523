import { z } from 'zod';

const MOST_VALUES = 1_000;

const Schema = z.union([z.boolean(), z.looseObject({})]);
const Schemas = z.array(Schema).min(1);
const ByName = z.record(z.string(), Schema);
const Names = z.array(z.string());
const Count = z.int().min(0).max(1_000_000);
const Type = z.enum(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/** What stands under each keyword of JSON Schema 2020-12, and how large it may be; a schema's own schemas are looked at by themselves. */
export const Keywords = z
  .looseObject({
    $schema: z.string(),
    $id: z.string(),
    $ref: z.string(),
    $dynamicRef: z.string(),
    $anchor: z.string(),
    $dynamicAnchor: z.string(),
    $vocabulary: z.undefined({ error: 'is not supported' }),
    $defs: ByName,
    definitions: ByName,
    type: z.union([Type, z.array(Type).min(1)]),
    enum: z.array(z.unknown()).max(MOST_VALUES),
    multipleOf: z.number().positive(),
    maximum: z.number(),
    exclusiveMaximum: z.number(),
    minimum: z.number(),
    exclusiveMinimum: z.number(),
    maxLength: Count,
    minLength: Count,
    pattern: z.string(),
    maxItems: Count,
    minItems: Count,
    uniqueItems: z.boolean(),
    maxContains: Count,
    minContains: Count,
    maxProperties: Count,
    minProperties: Count,
    required: Names,
    dependentRequired: z.record(z.string(), Names),
    format: z.string(),
    prefixItems: Schemas,
    items: Schema,
    contains: Schema,
    unevaluatedItems: Schema,
    properties: ByName,
    patternProperties: ByName,
    additionalProperties: Schema,
    propertyNames: Schema,
    unevaluatedProperties: Schema,
    dependentSchemas: ByName,
    allOf: Schemas,
    anyOf: Schemas,
    oneOf: Schemas,
    not: Schema,
    if: Schema,
    then: Schema,
    else: Schema,
  })
  .partial();
