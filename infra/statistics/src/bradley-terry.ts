const ROUNDS = 10_000;
const CLOSE = 1e-12;
const SCALE = 400 / Math.LN10;

/** How strong models are by their wins over each other. */
export interface Strengths {
  /** Mean 0. */
  logStrengths: number[];
  /** 1000 + (400/ln 10)·log-strength, as chess ratings are. */
  ratings: number[];
  /** Someone won or lost everything, or was never compared: half a pseudo-win each way was added, so that all are finite. */
  pseudoWins: boolean;
}

/**
 * Bradley–Terry strengths from `wins[a][b]`, how often a was preferred to b, a tie being half a win for both; by
 * minorisation–maximisation (Bradley & Terry 1952; Hunter 2004, Annals of Statistics 32:384).
 */
export function bradleyTerry(wins: readonly (readonly number[])[]): Strengths {
  const pseudoWins = !isConnected(wins);
  const counted = wins.map((row, a) => row.map((won, b) => (a === b ? 0 : won + (pseudoWins ? 0.5 : 0))));
  let strengths = counted.map(() => 1);
  for (let round = 0; round < ROUNDS; round++) {
    const next = improved(counted, strengths);
    const moved = next.some((value, i) => Math.abs(Math.log(value / strengths[i]!)) > CLOSE);
    strengths = next;
    if (!moved) break;
  }
  const logStrengths = strengths.map(Math.log);
  return { logStrengths, ratings: logStrengths.map((value) => 1000 + SCALE * value), pseudoWins };
}

/** One round: wins over Σ games/(own + other's strength), then scaled to a mean log of 0. */
function improved(wins: readonly (readonly number[])[], strengths: readonly number[]): number[] {
  const raised = wins.map((row, a) => {
    const won = row.reduce((sum, count) => sum + count, 0);
    const expected = row.reduce((sum, count, b) => sum + (count + wins[b]![a]!) / (strengths[a]! + strengths[b]!), 0);
    return wins.length === 1 ? 1 : won / expected;
  });
  const level = raised.reduce((sum, value) => sum + Math.log(value), 0) / raised.length;
  return raised.map((value) => value / Math.exp(level));
}

/** Whether wins lead from everyone to everyone, without which no finite strengths exist (Ford 1957). */
function isConnected(wins: readonly (readonly number[])[]): boolean {
  const reaches = (leads: (a: number, b: number) => boolean) => {
    const reached = new Set([0]);
    for (const a of reached) wins.forEach((_, b) => leads(a, b) && reached.add(b));
    return reached.size >= wins.length;
  };
  return reaches((a, b) => wins[a]![b]! > 0) && reaches((a, b) => wins[b]![a]! > 0);
}
