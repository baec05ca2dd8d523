/**
 * How much two rankings of the same things agree, −1 to 1: Kendall's τ-b, ties corrected for (Kendall 1945). Null when
 * one of them ranks everything alike.
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): number | null {
  let [agreeing, ofX, ofY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      agreeing += a * b;
      ofX += a ** 2;
      ofY += b ** 2;
    }
  }
  return ofX === 0 || ofY === 0 ? null : agreeing / Math.sqrt(ofX * ofY);
}
