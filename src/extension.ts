import * as vscode from "vscode";
import type { Product, TestAccess } from "./composition/product";
import { commandIds, viewIds } from "./ui/ids";
import { LazyTree } from "./ui/lazyTree";
import { registerTools } from "./features/languageModelTools/registerTools";
import type { Row } from "./ui/treeRows";

/** A window that starts has enough to do; so many milliseconds later it shows what was open. */
const windowStands = 1_000;

/**
 * Tells VS Code what there is, and nothing more: every window of everybody who has the extension pays
 * for this. The product behind it is loaded when a view is shown, a command runs or a model calls a
 * tool; else a moment later, since it may have unfinished operations to take up.
 *
 * @returns what the in-host tests reach; nothing outside of them.
 */
export function activate(context: vscode.ExtensionContext): Promise<TestAccess> | undefined {
  let loading: Promise<Product> | undefined;
  const load = async (): Promise<Product> => {
    const { compose } = await import("./composition/product");
    return compose(context, resourcesView);
  };
  const product = (): Promise<Product> => (loading ??= load());

  const resources = new LazyTree<Row>(async () => (await product()).resources);
  const operations = new LazyTree<Row>(async () => (await product()).operations);
  const help = new LazyTree<vscode.TreeItem>(async () => (await product()).help);
  const resourcesView = vscode.window.createTreeView(viewIds.resources, {
    treeDataProvider: resources,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const starting = setTimeout(() => void product(), windowStands);
  context.subscriptions.push(
    resources,
    operations,
    help,
    resourcesView,
    vscode.window.registerTreeDataProvider(viewIds.operations, operations),
    vscode.window.registerTreeDataProvider(viewIds.help, help),
    registerTools(async () => (await product()).tools()),
    ...Object.values(commandIds).map((id) =>
      vscode.commands.registerCommand(id, async (...given: readonly unknown[]) =>
        (await product()).run(id, given),
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
