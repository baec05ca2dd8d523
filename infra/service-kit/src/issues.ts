import { z } from 'zod';

/** One bad field: where it stands, and what is wrong with it in a person's words. */
export interface FieldIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};
const ENTRIES: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', record: 'entries' };

const must = (bound: 'least' | 'most', origin: string, size: number | bigint, inclusive: boolean): string => {
  const of = ENTRIES[origin];
  if (of) return bound === 'least' && size === 1 ? 'must not be empty' : `must have at ${bound} ${size} ${of}`;
  return inclusive ? `must be at ${bound} ${size}` : `must be ${bound === 'least' ? 'more' : 'less'} than ${size}`;
};

function say(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return must('least', issue.origin, issue.minimum, issue.inclusive ?? true);
    case 'too_big':
      return must('most', issue.origin, issue.maximum, issue.inclusive ?? true);
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'uuid' ? 'is not an id' : 'is not written as it has to be';
    case 'unrecognized_keys':
      return issue.keys.map((key) => `"${key}" is no field here`).join(', ');
    case 'invalid_union':
      return 'is of no kind that can stand here';
    default:
      return undefined;
  }
}

// What schemas do not say in words of their own is said here, also by those that other rooms keep.
z.config({ customError: (issue) => say(issue) });

/** What is wrong with a value, field by field: an unknown field under its own name, a choice by what comes nearest. */
export const fieldIssues = ({ issues }: z.ZodError): FieldIssue[] => issues.flatMap((issue) => unfolded(issue, []));

function unfolded(issue: z.core.$ZodIssue, around: readonly PropertyKey[]): FieldIssue[] {
  const path = [...around, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: `"${key}" is no field here` }));
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  const near = issue.code === 'invalid_union' ? issue.errors.filter((branch) => !branch.some(isOtherKind)) : [];
  return near.length === 1 ? near[0]!.flatMap((inner) => unfolded(inner, path)) : [{ path, message: issue.message }];
}

const isOtherKind = ({ code, path }: z.core.$ZodIssue): boolean => code === 'invalid_type' && path.length === 0;
