import type { KnipConfig } from "knip";

/** `--production` looks at the product alone: what only a test uses is dead, too. */
const production = process.argv.includes("--production");

const config: KnipConfig = production
  ? {
      treatConfigHintsAsErrors: true,
      entry: ["src/extension.ts!", "src/ui/purgeConfirmation/page/main.ts!"],
      project: ["src/**/*.ts!"],
      // A test may look at a part of what a file does.
      ignoreExportsUsedInFile: true,
    }
  : {
      treatConfigHintsAsErrors: true,
      // Found by being in their folder, or run by a name that only a program puts together.
      entry: [
        "test/catalogue/*.ts",
        "test/simulator/services/*.ts",
        "test/e2e/support/flaky.ts",
        "test/host/codeMain.ts",
        "test/bench/*-extension/extension.mjs",
        "test/bench/{*Child,vscodeStandIn}.ts",
      ],
      project: ["**/*.{ts,mts,js,mjs,cjs}"],
      // A type in the signature of what is exported is exported, so that callers can name it.
      ignoreExportsUsedInFile: { interface: true, type: true },
    };

export default config;
