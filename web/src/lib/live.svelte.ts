import type { EvaluationView, LiveMessage, ModelProgress } from '@taskbench/contracts';

const FLUSH_MS = 250; // at most four times a second
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const ASK_BY_HTTP_FROM = 2; // lost that often in a row: the socket may never come, so ask for the status itself

/** An evaluation as it runs: starts from the loaded view, then applies row changes from a log position on. */
export class LiveEvaluation {
  evaluation = $state.raw() as EvaluationView;
  models = $state.raw<ReadonlyMap<string, ModelProgress>>(new Map());
  lostSince = $state<number | null>(null);

  #position: number | null = null;
  #socket: WebSocket | null = null;
  #losses = 0;
  #waiting: LiveMessage[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #flush: ReturnType<typeof setTimeout> | undefined;
  #open = false;

  constructor(loaded: EvaluationView) {
    this.evaluation = loaded;
  }

  /** Follows until the returned function is called. */
  follow(): () => void {
    this.#open = true;
    this.#connect();
    return () => {
      this.#open = false;
      clearTimeout(this.#retry);
      clearTimeout(this.#flush);
      this.#flush = undefined;
      this.#socket?.close();
      this.#socket = null;
      this.lostSince = null;
    };
  }

  #connect() {
    const address = new URL(`/api/evaluations/${this.evaluation.id}/live`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    if (this.#position !== null) address.searchParams.set('from', String(this.#position));
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#losses = 0;
      this.lostSince = null;
      this.#waiting.push(JSON.parse(String(data)) as LiveMessage);
      this.#flush ??= setTimeout(() => this.#apply(), FLUSH_MS);
    };
    socket.onclose = () => {
      if (this.#open && this.#socket === socket) this.#lost();
    };
  }

  #lost() {
    this.#losses += 1;
    this.lostSince ??= Date.now();
    if (this.#losses >= ASK_BY_HTTP_FROM) void this.#ask();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#losses - 1));
    this.#retry = setTimeout(() => this.#connect(), wait * (0.75 + Math.random() / 2));
  }

  async #ask() {
    const answer = await fetch(`/api/evaluations/${this.evaluation.id}`).catch(() => null);
    if (answer?.ok && this.#open) this.evaluation = (await answer.json()) as EvaluationView;
  }

  #apply() {
    this.#flush = undefined;
    let models = new Map(this.models);
    for (const { type, position, evaluation, models: rows } of this.#waiting.splice(0)) {
      if (type === 'snapshot') models = new Map();
      for (const row of rows) models.set(row.label, row);
      if (evaluation) this.evaluation = evaluation;
      this.#position = position;
    }
    this.models = models;
  }
}
