/** Returns the value of a key, and makes it where there is none yet; often a promise. */
export function memoize<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
