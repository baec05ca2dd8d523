import { routesAt } from '@taskbench/contracts';
import express, { type NextFunction, type Request, type Response } from 'express';
import { BadInput, Unreadable } from './problem.ts';
import { json, utf8 } from './read-text.ts';
import { sound } from './sound.ts';

const LIMIT = '20mb';
const JSON_TYPE = 'application/json';
const LONGEST_KEY = 200;

/** Reads the body of every request, whole and up to 20 MB; JSON as a sound value, else the bytes that its route accepts. */
export const readBody = [read, understand];

const bytesOf = express.raw({ type: () => true, limit: LIMIT });

function read(request: Request, response: Response, next: NextFunction): void {
  bytesOf(request, response, (error?: unknown) => (error === undefined ? next() : next(unread(error))));
}

/** What the reader of bodies says of one that it could not read, by the type of its error. */
function unread(error: unknown): Unreadable {
  switch ((error as { type?: unknown }).type) {
    case 'entity.too.large':
      return new Unreadable(413, 'body-too-large', 'The body is over 20 MB.');
    case 'encoding.unsupported':
      return new Unreadable(415, 'unsupported-encoding', 'Send the body plain, or compressed as gzip, deflate or br.');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Unreadable(400, 'body-cut-off', 'The body ended before all of it had come.');
    default:
      return new Unreadable(400, 'bad-body', 'The body is not compressed as Content-Encoding says.');
  }
}

function understand(request: Request, _: Response, next: NextFunction): void {
  readAddress(request);
  const bytes: unknown = request.body;
  request.body = bytes instanceof Buffer && bytes.length > 0 ? bodyOf(request, bytes) : undefined;
  next();
}

/** An address and a key that can be kept: percent codes are UTF-8, and none of them is NUL. */
function readAddress({ originalUrl, headers }: Request): void {
  const key = headers['idempotency-key'];
  if (key !== undefined && (key === '' || key.length > LONGEST_KEY))
    throw new BadInput([{ path: 'Idempotency-Key', message: `must have 1 to ${LONGEST_KEY} characters` }]);
  try {
    if (!decodeURIComponent(originalUrl).includes('\0')) return;
  } catch {
    // said below
  }
  throw new Unreadable(400, 'bad-address', 'The address has percent codes that are not UTF-8 text.');
}

function bodyOf({ headers, method, path }: Request, bytes: Buffer): unknown {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(/\s*;\s*/);
  const charset = parameters.find((one) => one.startsWith('charset='))?.slice('charset='.length);
  if (charset && !/^"?utf-?8"?$/.test(charset))
    throw new Unreadable(415, 'unsupported-charset', 'The body must be UTF-8 text.');
  const accepted = routesAt(path).find((route) => route.method === method.toLowerCase())?.accepts ?? [];
  if (accepted.includes(type.trim())) return bytes;
  if (type.trim() === JSON_TYPE) return jsonOf(bytes);
  const wanted = [JSON_TYPE, ...accepted].join(', ');
  throw new Unreadable(415, 'unsupported-media-type', `Send the body as ${wanted}, and say so in Content-Type.`);
}

function jsonOf(bytes: Buffer): unknown {
  const text = utf8(bytes);
  if (text === null) throw new Unreadable(400, 'bad-encoding', 'The body is not UTF-8 text.');
  const read = json(text);
  if ('fault' in read) throw new Unreadable(400, 'bad-json', `The body ${read.fault}.`);
  return sound(read.value);
}
