/** Asks for something that was not asked for yet; who comes meanwhile gets the same answer. */
export function memoize<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key) ?? ask();
  known.set(key, found);
  return found;
}
