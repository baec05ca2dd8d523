import { Unmapped } from './notices.ts';
import type { Asserted } from './mapped-types.ts';

/** What the sandbox has not, and what no assertion needs that looks at an output only. */
const OUTSIDE = /\b(?:require|import|process|fetch|await|async|Promise|console|setTimeout|globalThis|eval)\b/;
const QUOTED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
const FUNCTION = /^(?:async\b|function\b|\([^()]*\)\s*=>|\w+\s*=>)/;

/**
 * A JavaScript assertion as a function for the sandbox: true, a number from the threshold on (above 0 without one) and
 * `{ pass: true }` pass; an error fails. Only a name that is not there gives no verdict: promptfoo may have it.
 */
export function functionOf({ value, threshold, inverse, vars, prompt, config, script }: Asserted): string {
  if (typeof value !== 'string' || value.trim() === '') throw new Unmapped('has no code');
  const code = value.trimEnd();
  const outside = OUTSIDE.exec(code.replaceAll(QUOTED, ''))?.[0];
  if (outside) throw new Unmapped(`uses ${outside}, which the sandbox has not`);
  const needed = [...code.matchAll(/\bcontext\b(?:\.(\w+))?/g)].map(([, name]) => name ?? 'context');
  const unknown = script ? undefined : needed.find((name) => !['vars', 'prompt', 'config'].includes(name));
  if (unknown) throw new Unmapped(`uses ${unknown} of the test's context; vars, prompt and config are given here`);
  const context = { vars, prompt, config: config ?? {} };
  const own = Object.fromEntries(Object.entries(context).filter(([name]) => script || needed.includes(name)));
  return `(output) => {
  const context = new Proxy(${JSON.stringify(own)}, {
    get(given, name) {
      if (name in given) return given[name];
      throw new ReferenceError('context.' + String(name) + ' is not given here');
    },
  });
  let result;
  try {
    result = (function (output, context) {
${script ? moduleBody(code, script) : body(code)}
    })(output, context);
  } catch (error) {
    if (error instanceof ReferenceError) throw error;
    return { pass: false, evidence: String(error && error.message) };
  }
  const held = typeof result === 'number' ? result ${threshold === undefined ? '> 0' : `>= ${threshold}`} : typeof result === 'boolean' ? result : result && result.pass;
  if (typeof held !== 'boolean') return { pass: false, evidence: 'The function answered neither yes nor no.' };
  return { pass: held !== ${inverse}, evidence: result && typeof result.reason === 'string' ? result.reason : '' };
}`;
}

/** Several lines are a body with its own return; one line is an expression, after declarations if it begins with them. */
function body(code: string): string {
  if (code.includes('\n')) return code;
  const line = code.trim().replace(/;+\s*$/, '');
  if (FUNCTION.test(line))
    throw new Unmapped('is a function; promptfoo takes an expression or a body, and fails this always');
  if (!/^(?:const|let|var)\s/.test(line)) return `return ${line}`;
  const last = lastSemicolon(line);
  const expression = line.slice(last + 1).trim();
  return last < 0 || expression === '' ? line : `${line.slice(0, last + 1)} return ${expression}`;
}

/** The last semicolon that stands in no string. */
function lastSemicolon(line: string): number {
  let last = -1;
  for (const { 0: found, index } of line.matchAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|;/g))
    if (found === ';') last = index;
  return last;
}

/** A CommonJS file: the function that it exports, or the one of a name among them. */
function moduleBody(code: string, name: string): string {
  if (!/\bmodule\.exports\b/.test(code) || /^\s*export\b/m.test(code))
    throw new Unmapped('is a file without module.exports; other modules are not read');
  const exported = name === 'default' ? 'module.exports' : `module.exports[${JSON.stringify(name)}]`;
  return `const module = { exports: {} };\n${code}\nreturn ${exported}(output, context);`;
}
