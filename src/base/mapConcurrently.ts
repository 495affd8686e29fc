/** ARM advises against more reads at the same time in one subscription. */
const mostAtOnce = 8;

/**
 * Maps items with limited concurrency, keeping their order.
 * @throws the first failure, after all others have finished.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const left = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, item] = next;
      try {
        results[index] = await act(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, work));
  if (failures.length > 0) {
    throw failures[0];
  }
  return results;
}
