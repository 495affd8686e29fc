import { Semaphore } from "./semaphore";

/** ARM advises against more concurrent reads in one subscription. */
const mostAtOnce = 8;

/**
 * Maps items with limited concurrency, keeping their order.
 * @throws the failure of the first item that failed, after all others have finished.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const semaphore = new Semaphore(mostAtOnce);
  const settled = await Promise.allSettled(
    items.map(async (item) => {
      const permit = semaphore.permit();
      await permit.acquire();
      try {
        return await act(item);
      } finally {
        permit.release();
      }
    }),
  );
  return settled.map((result) => {
    if (result.status === "rejected") {
      throw result.reason;
    }
    return result.value;
  });
}
