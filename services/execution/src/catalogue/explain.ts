import { ListError, type ListFailure } from '@taskbench/models';

/** What happened, and what to do. */
export interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

const KEY = 'Check LLM_API_KEY or OPENROUTER_API_KEY.';
const PATH = "Check the path of LLM_BASE_URL: most providers' ends in /v1.";

const LINES: Readonly<Record<ListFailure, (at: string, detail: string) => readonly [what: string, remedy: string]>> = {
  refused_key: (at, status) => [`${at} refused the key (${status}).`, KEY],
  no_answer: (at, code) => [`${at} does not answer${inBrackets(code)}.`, 'Start it, or set LLM_BASE_URL.'],
  unknown_host: (at) => [`The host of ${at} is not known.`, 'Check LLM_BASE_URL and the network.'],
  certificate: (at, code) => [
    `The certificate of ${at} is not trusted${inBrackets(code)}.`,
    'Name the file of its authority in NODE_EXTRA_CA_CERTS.',
  ],
  no_tls: (at) => [`${at} does not speak https.`, 'Set LLM_BASE_URL to its http address.'],
  proxy: (at, code) => [
    `${at} does not answer by way of the proxy${inBrackets(code)}.`,
    'Check HTTPS_PROXY or HTTP_PROXY, or except its host in NO_PROXY.',
  ],
  timeout: (at) => [`${at} does not answer in time.`, 'Try again, or set LLM_BASE_URL.'],
  redirect: (at, to) => [
    `${at} sends its callers on${to && ` to ${to}`}; the key was not sent there.`,
    'Set LLM_BASE_URL to the address meant, if you trust it.',
  ],
  not_a_list: (at) => [`${at}/models answers with something else than a list of models.`, PATH],
  too_long: (at, most) => [`The list of models of ${at} is longer than ${most}.`, PATH],
  wrong_path: (at, instead) => [`${at} has no /models.`, `Set LLM_BASE_URL=${instead}.`],
  status: (at, status) => [`${at}/models answers ${status}.`, 'Try again later, or set LLM_BASE_URL.'],
};

/** Says in the product's words why a list of models could not be had. Anything else than that is thrown on. */
export function explainListError(at: string, error: unknown): Explanation {
  if (!(error instanceof ListError)) throw error;
  const [what, remedy] = LINES[error.reason](at, error.detail);
  return { what, remedy };
}

/** What the system's codes say; those of certificates are words already, by which people look for help. */
const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it hung up',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
};

function inBrackets(code: string): string {
  const said = IN_WORDS[code] ?? (/^E[A-Z]+$/.test(code) ? '' : code);
  return said && ` (${said})`;
}
