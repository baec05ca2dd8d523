import { SHAPED_FINGERPRINT, type OutputMark } from '@taskbench/contracts';
import { broken } from './classify.ts';
import type { ToldUsage } from './usage.ts';

interface Said {
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly reasoning?: unknown;
  readonly reasoning_content?: unknown;
}

/** A piece of an answer in the wire's form, or all of it; nothing of it is certain. */
export interface Piece {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly provider?: unknown;
  readonly system_fingerprint?: unknown;
  readonly choices?: readonly ({
    readonly delta?: Said;
    readonly message?: Said;
    readonly finish_reason?: unknown;
  } | null)[];
  readonly usage?: ToldUsage | null;
}

const CUT = new Set(['length', 'max_tokens']);
const DECLINED = new Set(['content_filter', 'refusal', 'safety']);

/** An answer as far as it has been read. */
export class Reading {
  private text = '';
  private refusal = '';
  private pieces = 0;
  private choices = 0;
  private thoughtBytes = 0;
  finish: string | null = null;
  usage: ToldUsage | null = null;
  generation_id: string | null = null;
  served_model: string | null = null;
  provider: string | null = null;
  system_fingerprint: string | null = null;

  /** Takes one piece; says whether it brought a token of the answer, or of the thought before it. */
  take(piece: Piece): 'answer' | 'thought' | null {
    if (typeof piece !== 'object' || piece === null) throw broken('malformed', this.generation_id);
    this.pieces++;
    this.generation_id = word(piece.id) ?? this.generation_id;
    this.served_model = word(piece.model) ?? this.served_model;
    this.provider = word(piece.provider) ?? this.provider;
    this.system_fingerprint = word(piece.system_fingerprint) ?? this.system_fingerprint;
    this.usage = piece.usage ?? this.usage;
    const choice = Array.isArray(piece.choices) ? piece.choices[0] : undefined;
    if (!choice) return null;
    this.choices++;
    this.finish = word(choice.finish_reason) ?? this.finish;
    const said = choice.delta ?? choice.message;
    const [text, refusal] = [spoken(said?.content), spoken(said?.refusal)];
    const thought = spoken(said?.reasoning) || spoken(said?.reasoning_content);
    this.text += text;
    this.refusal += refusal;
    this.thoughtBytes += Buffer.byteLength(thought);
    return text || refusal ? 'answer' : thought ? 'thought' : null;
  }

  get begun(): boolean {
    return this.text !== '' || this.refusal !== '' || this.thoughtBytes > 0;
  }

  /** What has come in bytes, thoughts included. */
  get bytes(): number {
    return Buffer.byteLength(this.text) + Buffer.byteLength(this.refusal) + this.thoughtBytes;
  }

  /** The output and its mark; throws where what came is none. */
  output(): { text: string; mark: OutputMark | null } {
    const failed = (reason: Parameters<typeof broken>[0]) => broken(reason, this.generation_id);
    if (this.finish === 'error') throw failed('error_in_answer');
    if (this.pieces > 0 && this.choices === 0) throw failed('no_choices');
    if (this.finish === null) throw failed('cut_stream');
    const declined = this.refusal !== '' || DECLINED.has(this.finish);
    const text = this.text || this.refusal;
    if (text === '') throw failed(declined ? 'refusal' : CUT.has(this.finish) ? 'length' : 'empty_answer');
    const whole = this.system_fingerprint === SHAPED_FINGERPRINT ? 'shaped' : null;
    return { text, mark: declined ? 'refusal' : CUT.has(this.finish) ? 'length' : whole };
  }
}

const word = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : null;

/** A text, or the texts of its parts. */
function spoken(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : '')).join('');
}
