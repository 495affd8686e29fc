#!/usr/bin/env node
// Stands where @vscode/test-electron expects desktop VS Code's executable: same command line, same
// exit code, but the window is in a browser. The work is in codeMain.ts.
import { tsImport } from "tsx/esm/api";

const { main } = await tsImport("./codeMain.ts", import.meta.url);
await main(process.argv.slice(2));
