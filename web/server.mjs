// The web's own process: pages from build/, /api/* handed on to the services, WebSockets included. One origin for the browser.
import { timingSafeEqual } from 'node:crypto';
import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream';

process.env.PROTOCOL_HEADER ||= 'x-forwarded-proto';
process.env.API_URL ||= 'http://127.0.0.1:8000';
const { handler } = await import('./build/handler.js');

const api = new URL(process.env.API_URL);
const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 9999);
const loopback = ['localhost', '127.0.0.1', '::1', '[::1]'];
// A page elsewhere may point its name at this machine (DNS rebinding): answer to our own names only.
// In a container we listen to all, and who can reach us is what publishes the port.
const published = process.env.PUBLISHED_ON || host;
const isPrivate = loopback.includes(published) || published.startsWith('127.');
const names = isPrivate ? [...loopback, published] : process.env.ALLOWED_HOSTS?.split(',');
// The services' token is added here. Beyond this machine a browser must know it as well, as its password.
const token = process.env.TASKBENCH_API_TOKEN;
const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' };

const parse = (text) => (URL.canParse(text) ? new URL(text) : null);
const knownHost = ({ headers }) => !names || names.includes(parse(`http://${headers.host}`)?.hostname ?? '');
const sameOrigin = ({ headers }) => headers.origin === undefined || parse(headers.origin)?.host === headers.host;
const isApi = ({ url }) => /^\/api(\/|\?|$)/.test(url);

function knowsToken({ headers }) {
  if (!token || isPrivate) return true;
  const [, given = ''] = /^Basic (.*)$/.exec(headers.authorization ?? '') ?? [];
  const password = Buffer.from(
    Buffer.from(given, 'base64')
      .toString()
      .replace(/^[^:]*:/, ''),
  );
  const wanted = Buffer.from(token);
  return password.length === wanted.length && timingSafeEqual(password, wanted);
}

function refusal(req) {
  if (!knownHost(req)) return [421, 'unknown-host', 'This host name is not served here.'];
  if (isApi(req) && !sameOrigin(req)) return [403, 'cross-origin', 'Requests from other origins are refused.'];
  if (!knowsToken(req)) return [401, 'token-needed', 'Give the API token as the password.'];
  return null;
}

function upstream(req) {
  const { origin: _checked, ...headers } = req.headers;
  const path = req.url.slice('/api'.length);
  return request({
    ...{
      protocol: api.protocol,
      hostname: api.hostname.replace(/^\[|\]$/g, ''),
      port: api.port || 80,
      method: req.method,
    },
    path: api.pathname.replace(/\/$/, '') + (path.startsWith('/') ? path : `/${path}`),
    headers: { ...headers, host: api.host, ...(token && { authorization: `Bearer ${token}` }) },
  });
}

function problem(res, status, code, detail) {
  if (res.headersSent) return res.destroy();
  res.writeHead(status, {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Basic realm="LLM TaskBench"' }),
  });
  res.end(JSON.stringify({ type: 'about:blank', title: detail, status, code, detail }));
}

const server = createServer((req, res) => {
  for (const [name, value] of Object.entries(HEADERS)) res.setHeader(name, value);
  const refused = refusal(req);
  if (refused) return problem(res, ...refused);
  if (!isApi(req)) {
    req.headers['x-forwarded-proto'] ??= 'http';
    return handler(req, res);
  }
  const call = upstream(req);
  call.on('response', (answer) => {
    res.writeHead(answer.statusCode, answer.headers);
    pipeline(answer, res, () => {});
  });
  call.on('error', () =>
    problem(res, 502, 'services-unreachable', `TaskBench's services do not answer at ${api.origin}.`),
  );
  res.on('close', () => call.destroy());
  pipeline(req, call, () => {});
});

server.on('upgrade', (req, socket, head) => {
  socket.on('error', () => socket.destroy());
  const end = (line) => socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  if (refusal(req)) return end('403 Forbidden');
  if (!isApi(req)) return end('404 Not Found');
  const call = upstream(req);
  call.on('upgrade', ({ rawHeaders }, there, first) => {
    const lines = [];
    for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    if (first.length) socket.write(first);
    if (head.length) there.write(head);
    pipeline(socket, there, socket, () => {});
  });
  call.on('response', (answer) => {
    answer.resume();
    end(`${answer.statusCode} ${answer.statusMessage}`);
  });
  call.on('error', () => end('502 Bad Gateway'));
  socket.on('close', () => call.destroy());
  call.end();
});

server.listen(port, host, () => console.log(`Web on http://${host}:${server.address().port}, API at ${api.origin}`));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    setTimeout(() => process.exit(0), 300).unref();
  });
}
