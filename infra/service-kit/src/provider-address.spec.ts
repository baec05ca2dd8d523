import { readConfig } from './config.ts';

const config = (env: Record<string, string>) => readConfig({ DATABASE_URL: 'd', NATS_URL: 'n', ...env });
const messageOf = (env: Record<string, string>): string => {
  try {
    return `taken: ${config(env).llmBaseUrl}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("The provider's address", () => {
  it.each([
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['http://127.0.0.1:11434/v1//', 'http://127.0.0.1:11434/v1'],
    [' https://Api.Example.com/v1/\n', 'https://api.example.com/v1'],
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/v1?', 'https://api.example.com/v1'],
  ])('%j is %s', (LLM_BASE_URL, base) => expect(config({ LLM_BASE_URL }).llmBaseUrl).toBe(base));
  it('is that of OpenRouter where none is set', () => {
    expect(config({}).llmBaseUrl).toBe('https://openrouter.ai/api/v1');
    expect(config({ LLM_BASE_URL: '' }).llmBaseUrl).toBe('https://openrouter.ai/api/v1');
  });

  it.each([
    ['localhost:11434/v1', 'LLM_BASE_URL is not an http or https address such as http://127.0.0.1:11434/v1.'],
    ['ftp://me:hush@example.com', 'LLM_BASE_URL is not an http or https address such as http://127.0.0.1:11434/v1.'],
    ['//', 'LLM_BASE_URL is not an http or https address such as http://127.0.0.1:11434/v1.'],
    [
      'https://me:hush@example.com/v1',
      'LLM_BASE_URL holds a name or password. Leave them out: the key goes in LLM_API_KEY.',
    ],
    [
      'https://hush@example.com/v1',
      'LLM_BASE_URL holds a name or password. Leave them out: the key goes in LLM_API_KEY.',
    ],
    ['https://example.com/v1?key=hush', 'LLM_BASE_URL has something behind ?. Leave that out.'],
    ['https://example.com/v1#hush', 'LLM_BASE_URL has something behind #. Leave that out.'],
    [
      'https://example.com/v1/chat/completions/',
      'LLM_BASE_URL ends in /chat/completions, which is appended to it. Set LLM_BASE_URL=https://example.com/v1.',
    ],
    [
      'https://example.com/v1/models',
      'LLM_BASE_URL ends in /models, which is appended to it. Set LLM_BASE_URL=https://example.com/v1.',
    ],
  ])('cannot be %s: said in one line without what may be secret', (LLM_BASE_URL, line) => {
    expect(messageOf({ LLM_BASE_URL })).toBe(line);
    expect(line).not.toMatch(/hush|\n/);
  });
});

describe('A key', () => {
  it('is read without the line break that files end with', () =>
    expect(config({ LLM_API_KEY: ' sk-1\r\n' }).llmApiKey).toBe('sk-1'));
  it.each(['sk 1', 'sk\n1', 'sk–1'])('%j is none, and is not repeated', (key) => {
    expect(messageOf({ LLM_API_KEY: key })).toBe('LLM_API_KEY holds a space or sign that no key has. Copy it anew.');
    expect(messageOf({ OPENROUTER_API_KEY: key })).toMatch(/^OPENROUTER_API_KEY holds/);
  });
});

describe('A proxy', () => {
  const away = 'https://example.com/v1';
  const proxyOf = (env: Record<string, string>, LLM_BASE_URL = away) => config({ LLM_BASE_URL, ...env }).llmProxy;
  const [one, other] = ['http://one.example:3128', 'http://other.example:3128'];

  it("is that of the address's scheme, in either case", () => {
    expect(proxyOf({ HTTPS_PROXY: one, HTTP_PROXY: other })).toEqual({ url: one, except: '' });
    expect(proxyOf({ HTTPS_PROXY: other, https_proxy: one, no_proxy: 'a,b' })).toEqual({ url: one, except: 'a,b' });
    expect(proxyOf({ HTTPS_PROXY: one, HTTP_PROXY: other }, 'http://example.com/v1')).toEqual({
      url: other,
      except: '',
    });
    expect(proxyOf({ HTTP_PROXY: other })).toBeNull();
    expect(proxyOf({})).toBeNull();
  });
  it.each(['http://127.0.0.1:1/v1', 'http://127.9.9.9/v1', 'http://localhost:1/v1', 'http://[::1]:1/v1'])(
    'is never used for this machine: %s',
    (base) => expect(proxyOf({ HTTP_PROXY: one, HTTPS_PROXY: one }, base)).toBeNull(),
  );
  it('is never used for the simulator of a container', () => {
    const env = { TASKBENCH_SIMULATOR_URL: 'http://simulator:8000/v1', HTTP_PROXY: one };
    expect(config(env)).toMatchObject({ llmBaseUrl: 'http://simulator:8000/v1', llmProxy: null });
  });
  it('is an http address, or one line says so without what may be secret', () =>
    expect(messageOf({ LLM_BASE_URL: away, HTTPS_PROXY: 'socks5://me:hush@example:1080' })).toBe(
      'HTTPS_PROXY is not an http address such as http://proxy.example:3128.',
    ));
});
