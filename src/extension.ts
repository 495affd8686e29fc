import * as vscode from "vscode";
import { lazy } from "./base/lazy";
import type { Product, TestAccess } from "./composition/product";
import { activateLanguageModelTools } from "./features/languageModelTools/activateLanguageModelTools";
import { commandIds, viewIds } from "./ui/ids";
import { LazyTree } from "./ui/lazyTree";
import type { Row } from "./ui/treeRows";

/** So many milliseconds later a starting window shows what was open in it. */
const startDelay = 1_000;

/**
 * Tells VS Code what it has to know at once, and nothing more: every window with the extension pays
 * for this. The product is loaded when the view is shown, a command runs or a model calls a tool;
 * else a moment later, since it may have unfinished operations to resume.
 *
 * @returns what the in-host tests reach; nothing outside of them.
 */
export function activate(context: vscode.ExtensionContext): Promise<TestAccess> | undefined {
  const product: () => Promise<Product> = lazy(async () => {
    const { compose } = await import("./composition/product");
    return compose(context, resourcesView);
  });
  const resources = new LazyTree<Row>(async () => (await product()).resources);
  const resourcesView = vscode.window.createTreeView(viewIds.resources, {
    treeDataProvider: resources,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const starting = setTimeout(() => void product(), startDelay);
  context.subscriptions.push(
    resources,
    resourcesView,
    activateLanguageModelTools(async () => (await product()).tools()),
    ...Object.values(commandIds).map((id) =>
      vscode.commands.registerCommand(id, async (...given: readonly unknown[]) =>
        (await product()).commands.run(id, given),
      ),
    ),
    {
      dispose: () => {
        clearTimeout(starting);
      },
    },
  );
  return context.extensionMode === vscode.ExtensionMode.Test
    ? product().then(({ access }) => access)
    : undefined;
}
