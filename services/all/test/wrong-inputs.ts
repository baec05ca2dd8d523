import { forged, zipOf } from './zips.ts';

/** A request that must be refused, and how. `field` is the path of the first bad one. */
export interface WrongRequest {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly status: number;
  readonly code: string;
  readonly field?: string;
}

type Body = string | Buffer | object | undefined;
type Refusal = readonly [status: number, code: string, field?: string];

const sent = (body: Body) =>
  typeof body === 'string' || Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body);
const request = (
  name: string,
  at: string,
  body: Body,
  [status, code, field]: Refusal,
  type = 'application/json',
): WrongRequest => {
  const [method, path] = at.split(' ') as [string, string];
  const written = sent(body);
  return {
    name,
    method,
    path,
    type,
    status,
    code,
    ...(written !== undefined && { body: written }),
    ...(field !== undefined && { field }),
  };
};

const good = { name: 'T', description: 'd' };
const bad = (field?: string): Refusal => (field === undefined ? [400, 'bad-input'] : [400, 'bad-input', field]);
const unsound = (field: string): Refusal => [400, 'unsound-value', field];
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const inputs = (count: number) => Array.from({ length: count }, (_, at) => ({ id: String(at), text: 'x' }));
const check = (validation_rule: object) => ({ ...good, quality_checks: [{ name: 'C', validation_rule }] });
const withGold = (gold: string) => `{"name":"T","description":"d","inputs":[{"text":"x","gold":${gold}}]}`;
const mebibytes = (count: number) => 'x'.repeat(count * 1024 * 1024);

const task = (name: string, body: Body, refusal: Refusal, type?: string) =>
  request(name, 'POST /tasks', body, refusal, type);

export const wrongTasks: readonly WrongRequest[] = [
  task('no body', undefined, bad('name')),
  task('an empty body', '', bad('name')),
  task('a list as body', '[]', bad('')),
  task('a text as body', '"x"', bad('')),
  task('broken JSON', '{"name": "T"', [400, 'bad-json']),
  task('something that is no JSON', 'name: T', [400, 'bad-json']),
  task('UTF-16', Buffer.from('\ufeff{"name":"T"}', 'utf16le'), [400, 'bad-encoding']),
  task('Latin-1', Buffer.from('{"name":"é"}', 'latin1'), [400, 'bad-encoding']),
  task('a charset that is not read', good, [415, 'unsupported-charset'], 'application/json; charset=utf-16'),
  task('another content type', 'name=T', [415, 'unsupported-media-type'], 'application/x-www-form-urlencoded'),
  task('a form', '--x--', [415, 'unsupported-media-type'], 'multipart/form-data; boundary=x'),
  task('over 20 MB', { ...good, description: mebibytes(21) }, [413, 'body-too-large']),
  task('10,000 levels', withGold(deep(10_000)), [400, 'unsound-value']),
  task('a prototype', withGold('{"__proto__":{"x":1}}'), unsound('inputs.0.gold.__proto__')),
  task('a prototype as a field', '{"__proto__":{"name":"T"},"description":"d"}', unsound('__proto__')),
  task('a constructor', withGold('{"a":[{"constructor":1}]}'), unsound('inputs.0.gold.a.0.constructor')),
  task('half a character', '{"name":"\\ud800","description":"d"}', unsound('name')),
  task('half a character in gold', withGold('["\\udfff"]'), unsound('inputs.0.gold.0')),
  task('a NUL', '{"name":"T","description":"a\\u0000b"}', unsound('description')),
  task('a NUL byte', '{"name":"T\0"}', [400, 'bad-json']),
  task('a number without end', withGold('1e400'), unsound('inputs.0.gold')),
  task('a zero with a sign', withGold('-0'), unsound('inputs.0.gold')),
  task('a number that would be rounded', withGold('12345678901234567890'), unsound('inputs.0.gold')),
  task('NaN', withGold('NaN'), [400, 'bad-json']),
  task('a misspelt field', { ...good, descripton: 'd' }, bad('descripton')),
  task('a misspelt field further in', { ...good, inputs: [{ text: 'x', golf: 1 }] }, bad('inputs.0.golf')),
  task('no name', { description: 'd' }, bad('name')),
  task('an empty description', { name: 'T', description: '  ' }, bad('description')),
  task('a name that is too long', { ...good, name: 'x'.repeat(121) }, bad('name')),
  task('control characters in a name', { ...good, name: 'a\nb' }, bad('name')),
  task('control characters in an id', { ...good, inputs: [{ id: 'a\u001b[31m', text: 'x' }] }, bad('inputs.0.id')),
  task('no inputs', { ...good, inputs: [] }, bad('inputs')),
  task('10,001 inputs', { ...good, inputs: inputs(10_001) }, bad('inputs')),
  task('inputs that are no list', { ...good, inputs: { a: 1 } }, bad('inputs')),
  task('an input without text', { ...good, inputs: [{ id: 'a' }] }, bad('inputs.0.text')),
  task('an empty input', { ...good, inputs: [{ text: '' }] }, bad('inputs.0.text')),
  task('two inputs of one id', { ...good, inputs: [...inputs(1), ...inputs(1)] }, bad('inputs.1.id')),
  task('gold in two places', { ...good, gold_data: 1, inputs: inputs(1) }, bad('gold_data')),
  task('a template without its variable', { ...good, prompt: 'Hello {{inputs}}' }, bad('prompt')),
  task('a format that is none', { ...good, output: { format: 'xml' } }, bad('output.format')),
  task('a matcher that is none', { ...good, output: { fields: { a: 'exat' } } }, bad('output.fields.a')),
  task(
    'a matcher with a misspelt field',
    { ...good, output: { fields: { a: { match: 'exact', wieght: 2 } } } },
    bad('output.fields.a.wieght'),
  ),
  task('a threshold out of range', { ...good, output: { threshold: 1.5 } }, bad('output.threshold')),
  task('a rule that is none', check({ rule: 'run_python' }), [
    400,
    'invalid-rule',
    'quality_checks.0.validation_rule.rule',
  ]),
  task('a pattern that is none', check({ rule: 'regex', pattern: '(' }), [
    400,
    'invalid-rule',
    'quality_checks.0.validation_rule.pattern',
  ]),
  task('a parameter of another kind', check({ rule: 'item_count', min: 'two' }), [
    400,
    'invalid-rule',
    'quality_checks.0.validation_rule.min',
  ]),
  task('a parameter out of range', check({ rule: 'item_count', min: -1 }), [
    400,
    'invalid-rule',
    'quality_checks.0.validation_rule.min',
  ]),
  task('a parameter that a rule has not', check({ rule: 'valid_json', strict: true }), [
    400,
    'invalid-rule',
    'quality_checks.0.validation_rule',
  ]),
  request('a wait out of range', 'POST /tasks?wait=1e9', good, bad('wait')),
  request('a query that is none', 'POST /tasks?wiat=1', good, bad('wiat')),
  { ...task('a body that is not gzip', 'x', [400, 'bad-body']), headers: { 'content-encoding': 'gzip' } },
  {
    ...task('an encoding that is not read', 'x', [415, 'unsupported-encoding']),
    headers: { 'content-encoding': 'snappy' },
  },
  { ...task('a key that is too long', good, bad('Idempotency-Key')), headers: { 'idempotency-key': 'k'.repeat(201) } },
];

const yaml = (name: string, text: string | Buffer, refusal: Refusal) =>
  request(name, 'POST /tasks/import', text, refusal, 'application/yaml');
const described = 'version: 1\nname: T\ndescription: d\n';
const one = `${described}inputs: [{ text: x }]\n`;
const level = (at: number) => `x${at}: &x${at} [${Array.from({ length: 10 }, () => `*x${at - 1}`).join(', ')}]\n`;
const lines = (type: string, name: string, text: string | Buffer, refusal: Refusal, query = '?name=T&description=d') =>
  request(name, `POST /tasks/import${query}`, text, refusal, type);
const zip = (name: string, bytes: Buffer, refusal: Refusal) =>
  request(name, 'POST /tasks/import', bytes, refusal, 'application/zip');

const heading = '# T\n\nd\n';
const useCase = { 'USE-CASE.md': heading, 'data/a.txt': 'x' };
const aaaa = await zipOf({ ...useCase, 'data/bbbbbbbbbb.txt': 'x' });
const bomb = await zipOf({ ...useCase, 'data/b.txt': mebibytes(21) });
const size = Buffer.alloc(4);
size.writeUInt32LE(21 * 1024 * 1024);

export const wrongFiles: readonly WrongRequest[] = [
  request('neither YAML nor a use case', 'POST /tasks/import', {}, bad('yaml')),
  request('a file that was not given', 'POST /tasks/import', { yaml: `${described}inputs: [{ file: a.txt }]\n` }, [
    400,
    'file-missing',
    'inputs.0.file',
  ]),
  request(
    'a file that only a prototype has',
    'POST /tasks/import',
    { yaml: `${described}inputs: [{ file: toString }]\n` },
    [400, 'file-missing', 'inputs.0.file'],
  ),
  request(
    'gold that is no JSON',
    'POST /tasks/import',
    { yaml: `${described}inputs: [{ text: x, gold: { file: g.json } }]\n`, files: { 'g.json': '{' } },
    [400, 'bad-gold', 'inputs.0.gold.file'],
  ),
  yaml('broken YAML', 'version: 1\nname: [a', [400, 'bad-yaml', '']),
  yaml('a key twice', `${one}name: U\n`, [400, 'bad-yaml', '']),
  yaml('YAML that grows by aliases', `x0: &x0 [a, a]\n${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}`, [
    400,
    'bad-yaml',
    '',
  ]),
  yaml('YAML without end', '['.repeat(200_000), [400, 'bad-yaml', '']),
  yaml('deep YAML', `${one.replace('text: x', `text: x, gold: ${deep(110)}`)}`, [400, 'unsound-value']),
  yaml('a list as YAML', '- a\n', bad('')),
  yaml('no YAML', '', bad('')),
  yaml('a version of later', one.replace('1', '2'), bad('version')),
  yaml('a misspelt field in YAML', one.replace('inputs', 'input'), bad()),
  yaml('no inputs in YAML', `${described}inputs: []\n`, bad('inputs')),
  yaml('a prototype in YAML', `${one}domain: { __proto__: 1 }\n`, unsound('domain.__proto__')),
  yaml('a number without end in YAML', one.replace('text: x', 'text: x, gold: .inf'), unsound('inputs.0.gold')),
  yaml('no number in YAML', one.replace('text: x', 'text: x, gold: .nan'), unsound('inputs.0.gold')),
  yaml('half a character in YAML', one.replace('text: x', 'text: "\\ud800"'), unsound('inputs.0.text')),
  yaml('a NUL in YAML', one.replace('text: x', 'text: "\\0"'), unsound('inputs.0.text')),
  yaml('a budget that is none', `${one}evaluation: { budget_usd: abc }\n`, bad('evaluation.budget_usd')),
  yaml('a negative budget', `${one}evaluation: { budget_usd: -1 }\n`, bad('evaluation.budget_usd')),
  yaml('concurrency 201 in YAML', `${one}evaluation: { concurrency: 201 }\n`, bad('evaluation.concurrency')),
  yaml('UTF-16 YAML', Buffer.from(`\ufeff${one}`, 'utf16le'), [400, 'bad-encoding', '']),
  yaml('Latin-1 YAML', Buffer.from(`${one}domain: é\n`, 'latin1'), [400, 'bad-encoding', '']),
  yaml('a prompt of promptfoo that is a program', 'prompts: ["{% x %}"]\nproviders: [y]\n', [
    400,
    'promptfoo-prompt',
    'prompts.0',
  ]),
  yaml('tests of promptfoo that are a program', 'prompts: [x]\ntests: file://t.py\n', [
    400,
    'promptfoo-unsupported',
    'tests',
  ]),
  yaml('half a character of promptfoo', 'prompts: ["\\ud800"]\ntests: []\n', unsound('prompts.0')),
  lines('text/csv', 'a CSV without a task', 'text\nx\n', bad('name'), ''),
  lines('text/csv', 'an empty CSV', '', [400, 'bad-csv', '']),
  lines('text/csv', 'a CSV of no inputs', 'id,text\n', bad('inputs')),
  lines('text/csv', 'a column that is none', 'id,text,golf\na,x,y\n', [400, 'bad-csv', '']),
  lines('text/csv', 'a CSV without text', 'id,gold\na,x\n', [400, 'bad-csv', '']),
  lines('text/csv', 'a row with a cell too many', 'id,text\na,x,y\n', [400, 'bad-csv', '']),
  lines('text/csv', 'a quote that is not closed', 'id,text\na,"x\n', [400, 'bad-csv', '']),
  lines('text/csv', 'a row without text', 'id,text\na,x\nb,\n', bad('inputs.1.text')),
  lines('text/csv', 'one id in two rows', 'id,text\na,x\na,y\n', bad('inputs.1.id')),
  lines('text/csv', 'a number without end in a cell', 'id,text,gold\na,x,1e400\n', unsound('inputs.0.gold')),
  lines('text/csv', 'a Latin-1 CSV', Buffer.from('text\né\n', 'latin1'), [400, 'bad-encoding', '']),
  lines('application/jsonl', 'a line that is no JSON', '{"text":"x"}\n{"text":\n', [400, 'bad-jsonl', '']),
  lines('application/jsonl', 'a line with a misspelt field', '{"text":"x","golf":1}\n', bad('inputs.0.golf')),
  lines('application/jsonl', 'a line that is a list', '[]\n', bad('inputs.0')),
  zip('no zip', Buffer.from('hello'), [400, 'bad-zip', '']),
  zip('a zip cut off', aaaa.subarray(0, aaaa.length - 30), [400, 'bad-zip', '']),
  zip('a zip that reaches outside', forged(aaaa, 'data/bbbbbbbbbb.txt', '../../etc/bbbbb.txt'), [400, 'bad-zip', '']),
  zip('a zip with an absolute path', forged(aaaa, 'data/bbbbbbbbbb.txt', '/tmp/bbbbbbbbbb.txt'), [400, 'bad-zip', '']),
  zip('a zip with a Windows path', forged(aaaa, 'data/bbbbbbbbbb.txt', 'c:\\a/bbbbbbbbbb.txt'), [400, 'bad-zip', '']),
  zip('a zip with a name that is not UTF-8', forged(aaaa, 'bbbbbbbbbb', Buffer.alloc(10, 0xff)), [400, 'bad-zip', '']),
  zip('a zip with a file that is not UTF-8', await zipOf({ ...useCase, 'data/b.txt': Buffer.from([0xff, 0xfe]) }), [
    400,
    'bad-zip',
    '',
  ]),
  zip(
    'a zip with a byte that changed',
    forged(await zipOf({ ...useCase, 'data/b.txt': 'hello' }, false), 'hello', 'jello'),
    [400, 'bad-zip', ''],
  ),
  zip('a zip bomb', bomb, [400, 'bad-zip', '']),
  zip('a zip bomb that lies', forged(bomb, size, Buffer.from([9, 0, 0, 0])), [400, 'bad-zip', '']),
  zip(
    'a zip of too many files',
    await zipOf(Object.fromEntries(Array.from({ length: 20_101 }, (_, at) => [`data/${at}`, 'x']))),
    [400, 'bad-zip', ''],
  ),
  zip('a use case without its page', await zipOf({ 'data/a.txt': 'x' }), [400, 'bad-use-case', '']),
  zip('a use case without a name', await zipOf({ ...useCase, 'USE-CASE.md': 'd\n' }), [400, 'bad-use-case', '']),
  zip('a use case without inputs', await zipOf({ 'USE-CASE.md': heading }), bad('inputs')),
  zip('gold of no input', await zipOf({ ...useCase, 'ground-truth/b.json': '1' }), [400, 'bad-use-case', '']),
  zip('a NUL in a zip', await zipOf({ ...useCase, 'data/b.txt': 'x\0' }), unsound('data/b.txt')),
  zip(
    'a misspelt field before the heading',
    await zipOf({ ...useCase, 'USE-CASE.md': `---\noutptu: {}\n---\n${heading}` }),
    bad('outptu'),
  ),
  request('a name beside a file that has one', 'POST /tasks/import?name=U', one, bad('name'), 'application/yaml'),
];

/** An evaluation of a task that is there; `$task` stands for its id. */
const evaluation = (name: string, body: object, refusal: Refusal) =>
  request(name, 'POST /evaluations', { task_id: '$task', models: ['sim/careful'], ...body }, refusal);

export const wrongEvaluations: readonly WrongRequest[] = [
  evaluation('a task id that is none', { task_id: 'x' }, bad('task_id')),
  evaluation('a task that is not there', { task_id: '0192f5e0-0000-7000-8000-000000000001' }, [404, 'not-found']),
  evaluation('a task without inputs', { task_id: '$empty' }, [400, 'no-inputs', 'task_id']),
  evaluation('no models', { models: [] }, bad('models')),
  evaluation('a model that is none', { models: ['sim/carefull'] }, [400, 'unknown-model', 'models.0']),
  evaluation('a model of no kind', { models: [7] }, bad('models.0')),
  evaluation('a misspelt field of a model', { models: [{ model_id: 'sim/careful', labl: 'x' }] }, bad('models.0.labl')),
  evaluation(
    'two models of one label',
    { models: ['sim/quick', { model_id: 'sim/careful', label: 'sim/quick' }] },
    bad('models.1'),
  ),
  evaluation('repetition 0', { repetitions: 0 }, bad('repetitions')),
  evaluation('repetition −0', { repetitions: -0.5 }, bad('repetitions')),
  evaluation('concurrency 201', { concurrency: 201 }, bad('concurrency')),
  evaluation('a budget of letters', { budget_usd: 'abc' }, bad('budget_usd')),
  evaluation('a budget below nothing', { budget_usd: '-1' }, bad('budget_usd')),
  evaluation('a budget that is no text', { budget_usd: 1 }, bad('budget_usd')),
  evaluation('a budget beyond all money', { budget_usd: '99999999999' }, bad('budget_usd')),
  evaluation('a misspelt field of an evaluation', { repetition: 2 }, bad('repetition')),
  evaluation('a temperature out of range', { temperature: 3 }, bad('temperature')),
  request('an unknown model without a task', 'POST /evaluations/check', { models: ['nope'] }, [
    400,
    'unknown-model',
    'models.0',
  ]),
];

export const wrongAddresses: readonly WrongRequest[] = [
  request('nothing there', 'GET /nowhere', undefined, [404, 'not-found']),
  request('another method', 'DELETE /tasks', undefined, [405, 'method-not-allowed']),
  request('another method of an address with an id', 'PUT /evaluations/x', undefined, [405, 'method-not-allowed']),
  request('an id that is none', 'GET /tasks/nope', undefined, [404, 'not-found']),
  request('an evaluation id that is none', 'POST /evaluations/nope/pause', undefined, [404, 'not-found']),
  request('results of an id that is none', 'GET /evaluations/nope/results', undefined, [404, 'not-found']),
  request('a call that is none', 'GET /calls/nope', undefined, [404, 'not-found']),
  request('a NUL in an address', 'GET /calls/%00', undefined, [400, 'bad-address']),
  request('a percent code that is none', 'GET /tasks/%E0%A4', undefined, [400, 'bad-address']),
  request('a cursor of tasks', 'GET /tasks?cursor=7', undefined, [400, 'bad-cursor', 'cursor']),
  request('a cursor of evaluations', 'GET /evaluations?cursor=x', undefined, [400, 'bad-cursor', 'cursor']),
  request('a cursor of models', 'GET /models?cursor=-1', undefined, [400, 'bad-cursor', 'cursor']),
  request('a cursor of dead letters', 'GET /dead-letters?cursor=x', undefined, [400, 'bad-cursor', 'cursor']),
  request('a cursor of recommendations', 'GET /recommendations?cursor=x', undefined, [400, 'bad-cursor', 'cursor']),
  request('a limit out of range', 'GET /events?limit=201', undefined, bad('limit')),
  request('a limit that is none', 'GET /events?limit=abc', undefined, bad('limit')),
  request('a cursor twice', 'GET /tasks?cursor=a&cursor=b', undefined, bad('cursor')),
  request('costs of an id that is none', 'GET /costs?evaluation_id=x', undefined, bad('evaluation_id')),
  request('a format that is not exported', 'GET /tasks/$task/export?format=docx', undefined, bad('format')),
  request('the export of a task without inputs', 'GET /tasks/$empty/export', undefined, [409, 'no-inputs']),
];
