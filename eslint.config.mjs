import { readFileSync } from "node:fs";
import eslint from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";
import { translatedText } from "./scripts/lint/translatedText.mjs";

/**
 * The rooms of `src`, from the bottom up: a file imports from its own room and from those before it.
 * The files of ui/ itself (`ui/*.ts`) are the few shared words of the window. Features never import
 * each other, but for one exception below.
 */
const rooms = JSON.parse(readFileSync(new URL("scripts/lint/rooms.json", import.meta.url), "utf8"));

const vscode = { names: ["vscode"], message: "This part runs without VS Code." };
const signInLibraries = {
  names: ["@microsoft/vscode-azext-azureauth", "@azure/identity"],
  message: "Only account/ knows how one signs in.",
};
const barrels = {
  patterns: ["**/index"],
  message: "No barrels: import from the file that defines it.",
};

function restrictedImports(groups) {
  return [
    "error",
    {
      paths: groups.flatMap(({ names = [], message }) => names.map((name) => ({ name, message }))),
      patterns: groups.flatMap(({ patterns = [], message }) =>
        patterns.length === 0 ? [] : [{ group: patterns, message }],
      ),
    },
  ];
}

function layer(folder, ...groups) {
  return {
    files: [`src/${folder}/**`],
    rules: { "no-restricted-imports": restrictedImports(groups) },
  };
}

const inSource = (room) => `./src/${room}`;
const parentOf = (room) => room.split("/")[0];

/** Each pair of rooms of which the first may not import from the second. */
const directions = rooms.flatMap((target, index) =>
  rooms
    .filter((from, other) => {
      const isException =
        target === "features/languageModelTools" && from === "features/nameLookup";
      const areFeatures = parentOf(from) === "features" && parentOf(target) === "features";
      return other > index || (areFeatures && other !== index && !isException);
    })
    .map((from) => ({
      target: inSource(target),
      from: inSource(from),
      message: `${target} may not know what is above or beside it.`,
    })),
);

export default tseslint.config(
  { ignores: ["dist", "out", ".vscode-test", "node_modules"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./src/ui/purgeConfirmation/page/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      curly: ["error", "all"],
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Exports have names." },
        {
          selector: "ExportNamedDeclaration > VariableDeclaration[kind!='const']",
          message: "No mutable module state.",
        },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "off",
      // An async function turns what it throws into a rejection; that is reason enough.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/naming-convention": [
        "error",
        {
          selector: "interface",
          format: ["PascalCase"],
          custom: { regex: "^I[A-Z]", match: false },
        },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["src/**/*.ts"],
    plugins: { house: { rules: { "translated-text": translatedText } } },
    rules: {
      // A value of a type, and a name that is the same in every language.
      "house/translated-text": [
        "error",
        ["not yet", "Azure Deleted Resources", "Azure CLI", "Azure PowerShell", "ARM id"],
      ],
    },
  },
  {
    files: ["src/**/*.ts"],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js"] })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: directions }],
      "max-lines": ["error", 300],
    },
  },
  {
    // For whoever wrote a plan that breaks the rules of the house, and for whoever reads reports; what
    // other tools print; and scripts, which are in the language of what they call.
    files: [
      "src/services/softDeleteAction.ts",
      "src/features/help/issueReport.ts",
      "src/features/copyCommand/*.ts",
    ],
    rules: { "house/translated-text": "off" },
  },
  {
    files: ["src/*.ts", "src/composition/**"],
    rules: { "no-restricted-imports": restrictedImports([signInLibraries, barrels]) },
  },
  ...[
    "base",
    "azure",
    "templates",
    "services",
    "inventory",
    "deletionHistory",
    "operations",
    "planning",
  ].map((room) => layer(room, vscode, signInLibraries, barrels)),
  layer("account", barrels),
  ...["ui", "commands", "features"].map((room) => layer(room, signInLibraries, barrels)),
  {
    // The one list that is imported by its folder's name: the catalogue.
    files: ["src/services/catalogue.ts"],
    rules: { "no-restricted-imports": restrictedImports([signInLibraries]) },
  },
  {
    files: ["test/simulator/**"],
    rules: {
      "no-restricted-imports": restrictedImports([
        {
          patterns: ["**/src/**"],
          message: "The simulator is written from the facts, never from the code under test.",
        },
      ]),
    },
  },
  {
    files: ["test/**", "*.config.ts", "scripts/**"],
    rules: { "no-console": "off", "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.mjs", "**/*.cjs", "**/*.js"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        require: "readonly",
        module: "writable",
        __dirname: "readonly",
        setTimeout: "readonly",
        Buffer: "readonly",
        URL: "readonly",
        URLSearchParams: "readonly",
      },
    },
  },
);
