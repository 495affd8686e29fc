/** Returns the cached promise of a key, or starts the work once. */
export function memoize<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key) ?? ask();
  known.set(key, found);
  return found;
}
