import { BadInput } from '@taskbench/service-kit';
import type { Files } from '../read-yaml.ts';
import { endingOf, isFileName, textNamed, valueNamed } from './given-files.ts';
import { Unmapped, type Notices } from './notices.ts';
import { unread } from './settings.ts';
import { fields, isRecord, members, type Sited } from './sited.ts';
import { plain } from './template.ts';

const FILE = /^[^\n{}]*\.(?:txt|md|json|jsonl|yaml|yml|j2|csv|js|cjs|mjs|ts|py|rb|sh)(?::\w+)?$/;

/** The first prompt of a promptfoo file as a template; the others are said. A file without one cannot be imported. */
export function promptOf(prompts: Sited, files: Files, notices: Notices): string {
  const [first, ...others] = listed(prompts);
  try {
    if (!first) throw new Unmapped('has no prompt');
    const [template, ...more] = templates(first, files);
    if (template === undefined) throw new Unmapped('has no prompt');
    const text = message(template);
    plain(text);
    unread(first, 'prompt', notices);
    for (const { place } of others) notices.add(place, 'prompt', ONE);
    if (more.length > 0) notices.add(first.place, 'prompt', `${ONE}; its file has ${more.length + 1}`);
    return text;
  } catch (error) {
    if (!(error instanceof Unmapped)) throw error;
    const { file, line, field } = (first ?? prompts).place;
    throw new BadInput([{ path: field, message: `${file} line ${line}: ${error.message}` }], 'promptfoo-prompt');
  }
}

const ONE = 'is not imported: a task has one prompt, and the first of the file is taken';

/** Prompts as a list, a single text, or a record of files with their labels. */
function listed(prompts: Sited): Sited[] {
  if (Array.isArray(prompts.value)) return members(prompts);
  if (isRecord(prompts.value)) return fields(prompts).map(([name, { place, at }]) => ({ value: name, place, at }));
  return prompts.value === undefined ? [] : [prompts];
}

function templates({ value, place }: Sited, files: Files): string[] {
  const raw = isRecord(value) ? (value['raw'] ?? value['id']) : value;
  if (typeof raw !== 'string' || raw === '') throw new Unmapped('is no text');
  if (/^(?:exec:|portkey:\/\/|langfuse:\/\/|helicone:\/\/|https?:\/\/)/.test(raw))
    throw new Unmapped('comes from another program or service, which is not asked');
  if (!isFileName(raw) && !FILE.test(raw)) return [raw];
  const text = (): string => textNamed(files, raw, place);
  switch (endingOf(raw)) {
    case 'txt':
      return parts(text());
    case 'md':
    case 'j2':
    case 'json':
      return [text()];
    case 'yaml':
    case 'yml':
      return [JSON.stringify(valueNamed(files, raw, place).value)];
    case 'jsonl':
      return text()
        .split(/\r?\n/)
        .filter((line) => line !== '');
    default:
      throw new Unmapped(`is the file ${raw}, which is no text of a prompt`);
  }
}

/** Prompts of a text file, parted by lines of three hyphens. */
function parts(text: string): string[] {
  const lists = text.split(/\r?\n/).reduce<string[][]>(
    (all, line) => {
      if (line.trim() === '---') all.push([]);
      else all.at(-1)!.push(line);
      return all;
    },
    [[]],
  );
  return lists.map((lines) => lines.join('\n').trim()).filter((part) => part !== '');
}

/** A prompt as the one message of a user. */
function message(template: string): string {
  if (/^\s*- role:/.test(template)) throw new Unmapped(CHAT);
  let value: unknown;
  try {
    value = JSON.parse(template);
  } catch {
    return template; // a text
  }
  const [only, ...others] = Array.isArray(value) ? (value as unknown[]) : [];
  if (isRecord(only) && others.length === 0 && only['role'] === 'user' && typeof only['content'] === 'string')
    return only['content'];
  throw new Unmapped(Array.isArray(value) ? CHAT : "is JSON that is no chat; a task's prompt is a text");
}

const CHAT = "is a chat of several messages or roles; a task's prompt is one message of the user";
