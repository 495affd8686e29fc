import axe from "axe-core";
import type { Locator } from "playwright-core";

/** What the rules of axe-core find wrong with a page, given its root element: a list of sentences. */
export async function violations(root: Locator): Promise<unknown> {
  await root.evaluate(axe.source);
  return root.evaluate(
    `axe.run().then(({ violations }) =>
      violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => id + ": " + help + " " + html)))`,
  );
}
