/**
 * Half the width of a confidence sequence for a mean of scores on 0–1 after t inputs: it holds at every t at once, so
 * that looking as often as one likes is allowed: σ√(2(tρ²+1)/(t²ρ²)·ln(√(tρ²+1)/α)), σ = ½ (Howard et al. 2021,
 * Annals of Statistics 49:1055). ρ says where it is narrowest.
 */
export function sequenceRadius(t: number, { rho, alpha = 0.05 }: { rho: number; alpha?: number }): number {
  if (t < 1) return Infinity;
  const spread = t * rho ** 2 + 1;
  return 0.5 * Math.sqrt(((2 * spread) / (t * rho) ** 2) * Math.log(Math.sqrt(spread) / alpha));
}

/**
 * Evidence against a mean of `expected`, grown input by input: Π(1 + λ(x − m)), a fair bet's fortune (Waudby-Smith &
 * Ramdas 2024). One may stop as soon as it reaches 1/α (Ville 1939). λ must not be able to lose more than all.
 */
export function evidence(scores: readonly number[], { expected, bet }: { expected: number; bet: number }): number {
  if (1 + bet * (1 - expected) < 0 || 1 - bet * expected < 0) throw new RangeError('The bet could lose more than all.');
  return scores.reduce((fortune, score) => fortune * (1 + bet * (score - expected)), 1);
}

/**
 * How many inputs each remaining model has answered by the end of each phase k = 1 … K−1, after which the worst leaves:
 * ⌈(B−K)/(l̄(K)(K+1−k))⌉, l̄ = ½ + Σ_{i=2..K} 1/i (successive rejects: Audibert & Bubeck 2010). All phases together
 * never cost more than the budget B.
 */
export function successiveRejects(models: number, budget: number): number[] {
  let weight = 0.5;
  for (let i = 2; i <= models; i++) weight += 1 / i;
  return Array.from({ length: Math.max(0, models - 1) }, (_, phase) =>
    Math.max(0, Math.ceil((budget - models) / (weight * (models - phase)))),
  );
}
