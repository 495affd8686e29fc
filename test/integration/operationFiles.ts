import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "../../src/operations/operation";
import { fromEnvironment } from "./environment";
import { extensionId } from "./product";

/** Where VS Code lets the extension keep its operations. */
function folder(): string {
  const userData = fromEnvironment("VSCODE_TEST_USER_DATA");
  return join(userData, "User", "globalStorage", extensionId, "operations");
}

/** An operation as it stands on disk at this moment; undefined where there is none. */
export function storedOperation(id: string): Operation | undefined {
  return storedIds().includes(id)
    ? (JSON.parse(readFileSync(join(folder(), `${id}.json`), "utf8")) as Operation)
    : undefined;
}

export function storedIds(): readonly string[] {
  return readdirSync(folder())
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

/** How many deletions some window claims as its own to act on. */
export function heldClaims(): number {
  return readdirSync(join(folder(), "claims")).length;
}
