/** What was worked out by key, the last few kept: asked for twice at once, it is worked out once. What failed is not kept. */
export class Kept<Value> {
  private readonly known = new Map<string, Promise<Value>>();

  constructor(private readonly most: number) {}

  get(key: string, workOut: () => Promise<Value>): Promise<Value> {
    const known = this.known.get(key);
    if (known) return known;
    const working = workOut();
    this.known.set(key, working);
    working.catch(() => this.known.delete(key));
    if (this.known.size > this.most) this.known.delete(this.known.keys().next().value!);
    return working;
  }
}
