// Builds the entry, which activation reads as one small file; the product behind it (ES modules, split
// at every `await import`); the confirmation page's script; and the in-host test suite.
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

/** @type {import("esbuild").Plugin} */
const productBeside = {
  name: "productBeside",
  setup(entry) {
    entry.onResolve({ filter: /^\.\/composition\/product$/ }, () => ({
      path: "./product.mjs",
      external: true,
    }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const extensionHost = {
  ...shared,
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  format: "esm",
  platform: "node",
  target: "node22",
  external: ["vscode"],
};

const builds = [
  {
    ...extensionHost,
    entryPoints: { product: "src/composition/product.ts" },
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    // Its main file cannot be bundled: it asks a "require" that it is given for its own parts.
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
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
    ...extensionHost,
    entryPoints: { extension: "src/extension.ts" },
    plugins: [productBeside],
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
  const [product, entry] = await Promise.all(builds.map((options) => build(options)));
  await removeUnreachable(product.metafile, "dist/product.mjs");
  if (production) {
    await writeNotices(product.metafile, "dist/ThirdPartyNotices.txt");
  }
  if (process.argv.includes("--metafile")) {
    const outputs = { ...entry.metafile.outputs, ...product.metafile.outputs };
    await writeFile("dist/meta.json", JSON.stringify({ outputs }));
  }
}
