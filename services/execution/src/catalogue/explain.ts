import { ListError, type ListFailure } from '@taskbench/models';

/** What happened, and what to do. */
export interface Explanation {
  readonly reason: ListFailure;
  readonly what: string;
  readonly remedy: string;
}

/** Where a connection's address and key are set. */
export interface Setting {
  readonly address: string;
  readonly key: string;
}

type Line = (at: string, detail: string, setting: Setting) => readonly [what: string, remedy: string];
const path = ({ address }: Setting) => `Check the path of ${address}: most providers' ends in /v1.`;

const LINES: Readonly<Record<ListFailure, Line>> = {
  refused_key: (at, status, { key }) => [`${at} refused the key (${status}).`, `Check ${key}.`],
  unopened_key: (at, _, { key }) => [
    `The key of ${at} cannot be opened: the master key is another one.`,
    `Set ${key} anew.`,
  ],
  no_answer: (at, code, { address }) => [`${at} does not answer${inBrackets(code)}.`, `Start it, or set ${address}.`],
  unknown_host: (at, _, { address }) => [`The host of ${at} is not known.`, `Check ${address} and the network.`],
  forbidden: (at) => [
    `${at} leads to an address that is not public; nothing was sent there.`,
    `Whoever runs TaskBench may allow it: TASKBENCH_ALLOW_HOSTS=${URL.parse(at)?.host ?? ''}.`,
  ],
  certificate: (at, code) => [
    `The certificate of ${at} is not trusted${inBrackets(code)}.`,
    'Name the file of its authority in NODE_EXTRA_CA_CERTS.',
  ],
  no_tls: (at, _, { address }) => [`${at} does not speak https.`, `Set ${address} to its http address.`],
  proxy: (at, code) => [
    `${at} does not answer by way of the proxy${inBrackets(code)}.`,
    'Check HTTPS_PROXY or HTTP_PROXY, or except its host in NO_PROXY.',
  ],
  timeout: (at, _, { address }) => [`${at} does not answer in time.`, `Try again, or set ${address}.`],
  redirect: (at, to, { address }) => [
    `${at} sends its callers on${to && ` to ${to}`}; the key was not sent there.`,
    `Set ${address} to the address meant, if you trust it.`,
  ],
  not_a_list: (at, _, setting) => [`${at}/models answers with something else than a list of models.`, path(setting)],
  too_long: (at, most, setting) => [`The list of models of ${at} is longer than ${most}.`, path(setting)],
  wrong_path: (at, instead, { address }) => [`${at} has no /models.`, `Set ${address}=${instead}.`],
  status: (at, status, { address }) => [`${at}/models answers ${status}.`, `Try again later, or set ${address}.`],
};

/** Says in the product's words why a list of models could not be had. Anything else than that is thrown on. */
export function explainListError(at: string, error: unknown, setting: Setting): Explanation {
  if (!(error instanceof ListError)) throw error;
  const [what, remedy] = LINES[error.reason](at, error.detail, setting);
  return { reason: error.reason, what, remedy };
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
