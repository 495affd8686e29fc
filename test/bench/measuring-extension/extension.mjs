import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";

// Time for VS Code's own start-up to end. VS Code holds back what starts with "onStartupFinished"
// until extensions that start with "*", as this one does, are active; but for 10 s at most.
const QUIET_MS = 3000;

async function measure(folder) {
  const { extension: id } = JSON.parse(await readFile(join(folder, "measure.json"), "utf8"));
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) {
    return { error: `${id} is not installed.` };
  }
  await delay(QUIET_MS);
  if (extension.isActive) {
    return { error: `${id} was active before it was measured.` };
  }
  const start = performance.now();
  await extension.activate();
  const total = performance.now() - start;
  return { total, ...notedByVscode(id) };
}

/** VS Code's own marks, in whole milliseconds: loading the code, and running its activate(). */
function notedByVscode(id) {
  const marks = globalThis.MonacoPerformanceMarks.getMarks();
  const at = (event) => marks.find(({ name }) => name === `code/extHost/${event}/${id}`).startTime;
  return {
    loading: at("didLoadExtensionCode") - at("willLoadExtensionCode"),
    running: at("didActivateExtension") - at("willActivateExtension"),
  };
}

export async function activate() {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) {
    return;
  }
  const result = await measure(folder).catch((error) => ({ error: String(error) }));
  const file = join(folder, "measured.json");
  // Whoever waits for the file must never see half of it.
  await writeFile(`${file}.tmp`, JSON.stringify(result));
  await rename(`${file}.tmp`, file);
}
