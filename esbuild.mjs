// Builds the extension (ES modules, split at every `await import`, so that activation reads only
// what the first paint needs), the confirmation page's script, and the in-host test suite.
import { build, context } from "esbuild";
import { rm, writeFile } from "node:fs/promises";
import { removeUnreachable, writeNotices } from "./scripts/packageContents.mjs";

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");
const withTests = process.argv.includes("--tests");

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
};

const builds = [
  {
    ...shared,
    entryPoints: { extension: "src/extension.ts" },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    splitting: true,
    platform: "node",
    target: "node22",
    external: ["vscode"],
    define: {
      TELEMETRY_CONNECTION_STRING: JSON.stringify(
        process.env["AZURE_DELETED_RESOURCES_TELEMETRY"] ?? "",
      ),
    },
    // CommonJS dependencies inside an ES module call `require` for Node's own modules.
    banner: {
      js: 'import{createRequire as adrRequire}from"node:module";const require=adrRequire(import.meta.url);',
    },
  },
  {
    ...shared,
    entryPoints: { purgeConfirmation: "src/ui/purgeConfirmation/page/main.ts" },
    outdir: "dist",
    format: "iife",
    platform: "browser",
    target: "es2022",
    tsconfig: "src/ui/purgeConfirmation/page/tsconfig.json",
  },
  ...(withTests
    ? [
        {
          ...shared,
          minify: false,
          entryPoints: { "test/integration/index": "test/integration/index.ts" },
          outdir: "out",
          outExtension: { ".js": ".cjs" },
          format: "cjs",
          platform: "node",
          target: "node22",
          external: ["vscode", "mocha"],
        },
      ]
    : []),
];

if (watch) {
  for (const options of builds) {
    await (await context(options)).watch();
  }
} else {
  await rm("dist", { recursive: true, force: true });
  const [extension] = await Promise.all(builds.map((options) => build(options)));
  await removeUnreachable(extension.metafile, "dist/extension.mjs");
  if (production) {
    await writeNotices(extension.metafile, "dist/ThirdPartyNotices.txt");
  }
  if (process.argv.includes("--metafile")) {
    await writeFile("dist/meta.json", JSON.stringify(extension.metafile));
  }
}
