import js from "@eslint/js";
import { importX } from "eslint-plugin-import-x";
import globals from "globals";
import { readdirSync } from "node:fs";

const BROWSER = "dropviz/stage/browser";
// A folder imports what is shared and its own, never what is another stage's.
const zones = readdirSync(BROWSER).map((folder) => ({
  target: `${BROWSER}/${folder}`,
  from: BROWSER,
  except: [...new Set([`./${folder}`, "./shared"])],
}));

export default [
  { ignores: [".venv/", "dist/", "assets/", "benchmarks/", "dropviz/stage/bundles/"] },
  js.configs.recommended,
  {
    plugins: { "import-x": importX },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 20],
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
      "import-x/no-unresolved": "error",
      "import-x/named": "error",
      "import-x/export": "error",
      "import-x/no-cycle": "error",
      "import-x/no-self-import": "error",
      "import-x/no-duplicates": "error",
    },
  },
  {
    files: [`${BROWSER}/**`],
    languageOptions: { globals: globals.browser },
    rules: { "import-x/no-restricted-paths": ["error", { zones }] },
  },
  { files: ["tests/js/**", "*.js"], languageOptions: { globals: globals.node } },
];
